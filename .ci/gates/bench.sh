# Every row of the bench, briefly: that it runs, not how fast. Exit 77: there is no bench.
[ -f bench/bench.mjs ] || { echo 'there is no bench/bench.mjs'; exit 77; }
npm run bench -- --smoke
