# A tool that tests use beside Node, installed where it is missing: `tools.sh <Debian package>`. Without it the tests
# that need it are skipped by name. Exit 77: it is not here and can't be had.
tool=$1
if ! command -v "$tool" >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$tool"; } >/dev/null 2>&1
fi
command -v "$tool" >/dev/null || { echo "$tool is not here and apt-get can't install it"; exit 77; }
"$tool" version 2>/dev/null || "$tool" --version
