# A tool that tests use beside Node, installed where it is missing: `tools.sh <command> <Debian package…>`. Without it the
# tests that need it are skipped by name. Exit 77: it is not here and can't be had.
tool=$1
shift
if ! command -v "$tool" >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } >/dev/null 2>&1
fi
command -v "$tool" || { echo "$tool is not here and apt-get can't install $*"; exit 77; }
