// The style sheet and the one script of the HTML report. Both are allowed by their hash alone; nothing else runs, and
// nothing is fetched. Without the script the page works too: it is in Korean then, until the reader switches.

export const style = `
:root { color-scheme: light dark;
  --page: #f6f5f1; --card: #fff; --ink: #1d1d1b; --soft: #595953; --line: #dcdad2;
  --good: #11704a; --bad: #b3261e; --warn: #8a5300; --track: #e8e6df; --badwash: #fdf0ee; --goodwash: #eef7f2; }
@media (prefers-color-scheme: dark) { :root {
  --page: #161614; --card: #20201d; --ink: #f0eee8; --soft: #b3b0a6; --line: #3a3a35;
  --good: #5fd0a0; --bad: #ff9a90; --warn: #f2bd68; --track: #36362f; --badwash: #33211f; --goodwash: #1b2b24; } }
* { box-sizing: border-box; }
html:has(#in-ko:checked) [lang="en"], html:has(#in-en:checked) [lang="ko"], html:has(fieldset :checked) i { display: none !important; }
body { margin: 0; background: var(--page); color: var(--ink); line-height: 1.6; word-break: keep-all; overflow-wrap: anywhere;
  font-family: system-ui, -apple-system, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif; }
main, .top, footer { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; }
.top { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; justify-content: space-between; align-items: center; padding-top: 2rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.05rem; line-height: 1.45; margin: 0; }
h4 { font-size: .85rem; margin: 0 0 .15rem; color: var(--soft); font-weight: 600; }
p { margin: .25rem 0; }
fieldset { border: 1px solid var(--line); border-radius: 99px; margin: 0; padding: .15rem; display: flex; background: var(--card); }
legend, .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
fieldset label { padding: .15rem .9rem; border-radius: 99px; cursor: pointer; font-size: .9rem; }
fieldset input { position: absolute; opacity: 0; width: 1px; height: 1px; }
fieldset label:has(:checked) { background: var(--ink); color: var(--page); }
fieldset label:has(:focus-visible), summary:focus-visible { outline: 3px solid var(--warn); outline-offset: 2px; }
.headline { font-size: 1.35rem; font-weight: 700; line-height: 1.35; margin: 1.25rem 0; padding: 1rem 1.25rem; border-radius: .75rem;
  background: var(--card); border: 1px solid var(--line); border-left: .5rem solid var(--soft); }
.headline.good { border-left-color: var(--good); background: var(--goodwash); }
.headline.bad { border-left-color: var(--bad); background: var(--badwash); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; font-size: .9rem; }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; min-width: 0; }
.scores { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; list-style: none; margin: 0; padding: 0; }
.score, .case, .more { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
.score { display: flex; gap: 1rem; align-items: center; padding: 1rem; }
.score svg { flex: none; }
.score strong { display: block; }
.score p { font-size: .9rem; color: var(--soft); margin: 0; }
.count { white-space: nowrap; }
.ring { stroke: var(--track); }
.good .arc { stroke: var(--good); } .bad .arc { stroke: var(--bad); } .none .arc { stroke: none; }
.case { padding: 1.1rem 1.25rem; margin: 0 0 1rem; border-top: 4px solid var(--bad); }
section > p + .case { margin-top: .75rem; }
.case.fixed { border-top-color: var(--warn); }
.case > header { display: flex; flex-direction: column; gap: .35rem; }
.tags { display: flex; flex-wrap: wrap; gap: .35rem; font-size: .8rem; margin: 0; }
.tag { border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; color: var(--soft); }
.severity { font-weight: 600; }
.shown { border-top: 1px solid var(--line); margin-top: .6rem; padding-top: .3rem; }
.shown > summary .tags { display: inline-flex; vertical-align: middle; }
.shown > .proof { border-top: 0; margin-top: 0; }
.overview { margin: .25rem 0; padding-left: 1.6rem; }
.overview li { margin: .3rem 0; }
.overview .tags { display: inline-flex; vertical-align: middle; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .2em; }
:target { outline: 3px solid var(--warn); outline-offset: 3px; }
.advice { margin: .9rem 0; padding: .7rem .9rem; border-radius: .5rem; background: var(--page); }
.proof { border-top: 1px solid var(--line); padding-top: .8rem; margin-top: .8rem; }
.versus { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .5rem 1.5rem; margin: .35rem 0 .6rem; }
.versus > div { border-left: 3px solid var(--bad); padding-left: .75rem; }
.versus > div + div { border-left-color: var(--good); }
.source { font-size: .8rem; color: var(--soft); }
details > summary { cursor: pointer; padding: .25rem 0; }
.more { margin: 0 0 .75rem; padding: .6rem 1.25rem; }
.more > summary { font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; margin: .35rem 0; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--soft); white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide code { overflow-wrap: normal; }
.calls { width: auto; min-width: min(100%, 32rem); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace, "Noto Sans Mono CJK KR"; font-size: .88em; }
pre { margin: .35rem 0; padding: .75rem; max-height: 20rem; overflow: auto; background: var(--page); border-radius: .5rem; white-space: pre-wrap; }
bdi { unicode-bidi: isolate; }
.warning { color: var(--warn); font-weight: 600; }
footer { color: var(--soft); font-size: .85rem; padding-top: 2rem; padding-bottom: 3rem; }
@media (max-width: 40rem) { .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .35rem; }
  .wide code { overflow-wrap: anywhere; } .wide, .wide caption, .wide tbody, .wide tr, .wide td { display: block; } .wide thead { display: none; } .wide td { border: 0; padding: .1rem 0; }
  .wide tr { border-bottom: 1px solid var(--line); padding: .5rem 0; display: block; } .wide td.number { text-align: left; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --good: #11704a; --bad: #b3261e;
    --warn: #8a5300; --track: #ddd; --badwash: #fff; --goodwash: #fff; }
  fieldset { display: none; } details::details-content { content-visibility: visible; block-size: auto; }
  .case > header, .score, tr { break-inside: avoid; } h2, h3 { break-after: avoid; } pre { max-height: none; }
  body { font-size: 10.5pt; } main, .top, footer { max-width: none; padding: 0; } * { print-color-adjust: exact; } }
`;

/** The reader's own language, or what `#en` or `#ko` in the address asks for; and the page says which it is in. */
export const script = `
const asked = location.hash.slice(1);
const language = asked === 'ko' || asked === 'en' ? asked : /^ko\\b/i.test(navigator.language) ? 'ko' : 'en';
for (const one of document.querySelectorAll('[name="language"]')) {
  one.checked = one.value === language;
  one.addEventListener('change', () => { document.documentElement.lang = one.value; });
}
document.documentElement.lang = language;
`;
