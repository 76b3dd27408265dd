#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs, upgrades or removes git-credential-hf from the archive of its release.
# Needs sh, tar and one of sha256sum, shasum and openssl; for an URL also curl or
# wget.
#
# usage: install.sh [--prefix DIR] [--from PLACE]
#        install.sh [--prefix DIR] --uninstall
#
#   --prefix DIR   where to install, ~/.local if not given, or $PREFIX
#   --from PLACE   the folder or the https URL of the release, with the archives
#                  and their checksums in SHA256SUMS; the folder of this script
#                  if not given
#   --uninstall    undo `git-credential-hf configure`, and remove what was
#                  installed; the tokens stay
#
# An archive without the right checksum is not unpacked. Until all of it is
# unpacked, an older version stays as it is.
set -eu
umask 022

fail() {
	echo >&2 "install.sh: $1"
	exit "${2:-1}"
}

usage() {
	fail 'usage: install.sh [--prefix DIR] [--from PLACE | --uninstall]' 2
}

# Only names of a release: no folder of another user, no way out of the prefix.
is_plain() {
	case $1 in
	'' | /* | *..* | *//* | *[!A-Za-z0-9._/+-]*) return 1 ;;
	esac
}

architecture() {
	test "$(uname -s)" = Linux || fail 'the archives are for Linux only'
	case $(uname -m) in
	x86_64 | amd64) echo x86-64 ;;
	aarch64 | arm64) echo aarch64 ;;
	*) fail "there is no archive for the processor $(uname -m)" ;;
	esac
}

# usage: checksum FILE
checksum() {
	if command -v sha256sum >/dev/null; then
		sha256sum <"$1"
	elif command -v shasum >/dev/null; then
		shasum -a 256 <"$1"
	elif command -v openssl >/dev/null; then
		openssl dgst -sha256 -r <"$1"
	else
		fail 'cannot verify the archive: install sha256sum, shasum or openssl'
	fi
}

# usage: download URL FILE
download() {
	if command -v curl >/dev/null; then
		curl -fsSL --proto-redir =https -o "$2" "$1" || fail "cannot get $1"
	elif command -v wget >/dev/null; then
		wget -q -O "$2" "$1" || fail "cannot get $1"
	else
		fail 'cannot download: install curl or wget'
	fi
}

# usage: get NAME, from the place of the release into the temporary folder
get() {
	case $from in
	https://* | http://127.0.0.1:*) download "$from/$1" "$new/$1" ;;
	*://*) fail 'an URL of a release begins with https://' ;;
	*) cp -- "$from/$1" "$new/$1" || fail "cannot read $from/$1" ;;
	esac
}

# Prints the name of the archive for this machine that SHA256SUMS has.
name_of_archive() {
	names=$(sed -n -E "s/^[0-9a-f]{64} [ *](git-credential-hf-[0-9.]+-linux-$1\
\.tar\.gz)\$/\1/p" "$new/SHA256SUMS")
	case $names in
	'') fail "SHA256SUMS has no archive for $1" ;;
	*[!A-Za-z0-9._-]*) fail "SHA256SUMS has more than one archive for $1" ;;
	esac
	echo "$names"
}

verify() {
	wanted=$(sed -n -E "s/^([0-9a-f]{64}) [ *]$1\$/\1/p" "$new/SHA256SUMS")
	found=$(checksum "$new/$1")
	test "${found%% *}" = "$wanted" ||
		fail "$1 does not have the checksum in SHA256SUMS; nothing was changed"
}

# Each rename is atomic. The program that git runs is last: it finds the others
# of its version there.
move_files() {
	grep -v '^bin/' "$new/files" >"$new/order" || :
	grep '^bin/' "$new/files" >>"$new/order"
	while read -r file; do
		mkdir -p "$prefix/$(dirname "$file")"
		mv -f "$new/tree/$file" "$prefix/$file"
	done <"$new/order"
}

# usage: remove_files LIST [LIST OF FILES TO KEEP]
remove_files() {
	while read -r file; do
		is_plain "$file" || fail "$1 is damaged: remove the files by hand"
		grep -qxF -e "$file" "${2-/dev/null}" || rm -f "${prefix:?}/$file"
	done <"$1"
}

# Folders that are not empty stay.
remove_folders() {
	for folder in libexec/git-credential-hf libexec \
		share/doc/git-credential-hf/licences share/doc/git-credential-hf \
		share/git-credential-hf; do
		rmdir "$prefix/$folder" 2>/dev/null || :
	done
}

install_archive() {
	mkdir -p "$prefix"
	new=$(mktemp -d "$prefix/.git-credential-hf.XXXXXX")
	trap 'rm -rf "$new"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	processor=$(architecture)
	get SHA256SUMS
	archive=$(name_of_archive "$processor")
	get "$archive"
	verify "$archive"
	mkdir "$new/tree"
	tar -xzof "$new/$archive" -C "$new/tree"
	top=$new/tree/${archive%.tar.gz}
	"$top/bin/git-credential-hf" --version >/dev/null ||
		fail 'the program does not run on this machine; nothing was changed'
	(cd "$top" && find . -type f) | sed 's,^\./,,' >"$new/files"
	echo "$list" >>"$new/files"
	mv "$top" "$new/top" && rmdir "$new/tree" && mv "$new/top" "$new/tree"
	mkdir -p "$new/tree/$(dirname "$list")"
	cp "$new/files" "$new/tree/$list"
	test ! -f "$prefix/$list" || cp "$prefix/$list" "$new/before"
	trap '' INT TERM HUP
	move_files
	test ! -f "$new/before" || remove_files "$new/before" "$new/files"
	echo "installed $("$prefix/bin/git-credential-hf" --version) below $prefix"
	case :$PATH: in
	*":$prefix/bin:"*) ;;
	*) echo "$prefix/bin is not in PATH: add it in ~/.profile" ;;
	esac
}

uninstall() {
	test -f "$prefix/$list" ||
		fail "this script has not installed git-credential-hf below $prefix"
	files=$(mktemp)
	trap 'rm -f "$files"' EXIT
	cp "$prefix/$list" "$files"
	"$prefix/bin/git-credential-hf" unconfigure ||
		echo >&2 'install.sh: the configuration of git is left as it is'
	remove_files "$files"
	remove_folders
	echo "removed git-credential-hf from $prefix; the tokens are still stored"
}

main() {
	prefix=${PREFIX:-${HOME:?is not set: give --prefix}/.local}
	from=$(cd "$(dirname "$0")" && pwd)
	list=share/git-credential-hf/installed-files
	action=install_archive
	while test $# -gt 0; do
		case $1 in
		--prefix | --from) test $# -ge 2 || usage ;;
		esac
		case $1 in
		--prefix) prefix=$2 && shift ;;
		--from) from=${2%/} && shift ;;
		--uninstall) action=uninstall ;;
		--help | -h)
			sed -n '3,/^set/{/^#/s/^# \{0,1\}//p}' "$0"
			exit
			;;
		*) usage ;;
		esac
		shift
	done
	case $prefix in
	/*) ;;
	*) prefix=$PWD/$prefix ;;
	esac
	"$action"
}

# A script that was cut off in the middle of a download does nothing.
main "$@"
