# SPDX-License-Identifier: Apache-2.0
# Completes git-credential-hf in fish. The program knows its verbs, options and
# names; see COMPLETION in git-credential-hf(7). It is found in PATH: the word in
# the line may lead to another program. It gets the words on stdin, because every
# user can read arguments. The shell selects the candidates and quotes them.

function __git_credential_hf_candidates
    command -q git-credential-hf; or return
    set -l current (commandline -ct)
    set -l answer (string join0 -- (commandline -opc) "$current" |
        command git-credential-hf --complete words 2>/dev/null)
    switch "$answer[1]"
        case 'files*'
            set -l start (string match -r -- '^--[^=]*=' "$current")
            set -l file (string replace -r -- '^--[^=]*=' '' "$current")
            for path in (__fish_complete_path "$file")
                printf '%s\n' "$start$path"
            end
        case 'programs*'
            __fish_complete_command
        case '*'
            # It would insert a tilde at the start without quoting it.
            set -q answer[2]; and string match -rv '^~' -- $answer[2..-1]
    end
end

complete -c git-credential-hf -f -a '(__git_credential_hf_candidates)'
