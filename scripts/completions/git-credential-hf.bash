# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Completes git-credential-hf in bash. The program knows its verbs, options and
# names, and quotes them; see COMPLETION in git-credential-hf(7). It is found in
# PATH: the word in the line may lead to another program. It gets the line on
# stdin, because every user can read arguments.

_git_credential_hf() {
	local kind='' typed='' word kept
	COMPREPLY=()
	{
		IFS=$'\t' read -r kind typed
		# Readline replaces $2 only, which begins after a quote, ':' or '='.
		kept=${typed%"$2"}
		while IFS=$'\t' read -r word _; do
			COMPREPLY+=("${word#"$kept"}")
		done
	} < <(printf %s "${COMP_LINE:0:COMP_POINT}" |
		command git-credential-hf --complete line 2>/dev/null)
	case $kind in
	files) compopt -o default ;;
	programs)
		while read -r word; do
			COMPREPLY+=("$(printf %q "$word")")
		done < <(compgen -c -- "$2")
		;;
	esac
} &&
	complete -F _git_credential_hf git-credential-hf
