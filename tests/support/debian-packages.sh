# What the tests need from Debian: a browser, a PostgreSQL server, a spreadsheet, a reader of PDF,
# libatomic1 for Playwright.
set -e
needed=""
command -v chromium >/dev/null || needed="$needed chromium fonts-dejavu-core"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || needed="$needed postgresql"
command -v soffice >/dev/null || needed="$needed libreoffice-calc-nogui"
command -v pdftotext >/dev/null || needed="$needed poppler-utils"
ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || needed="$needed libatomic1"
[ -z "$needed" ] && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
$as_root apt-get update -q
# shellcheck disable=SC2086 # one word a package
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get -o DPkg::Lock::Timeout=600 install -y -q --no-install-recommends $needed
