" slipway in Vim with ALE. SLIPWAY_OUT gets what is seen, and PASS at the end.
set nocompatible noswapfile hidden encoding=utf-8
execute 'set runtimepath^=' . $SLIPWAY_PLUGIN
set runtimepath+=/usr/share/vim-ale
let g:ale_linters = {'dockerfile': ['slipway']}
let g:ale_dockerfile_slipway_settings = {'lint': {'rules': {'DL3006': 'off'}}}
let g:ale_lint_delay = 50
filetype plugin on
let g:ale_hover_to_preview = 1
runtime! plugin/*.vim

" ALERename asks for the new name; this is the person's answer.
runtime autoload/ale/util.vim
function! ale#util#Input(...) abort
    return 'compile'
endfunction

function! Say(text) abort
    call writefile(split(a:text, "\n", 1), $SLIPWAY_OUT, 'a')
endfunction

function! Must(what, ok) abort
    if !a:ok
        call Say('FAIL: ' . a:what)
        cquit
    endif
endfunction

function! Until(what, Is) abort
    for l:i in range(200)
        if a:Is()
            return
        endif
        sleep 50m
    endfor
    call Must('not within 10 s: ' . a:what, 0)
endfunction

function! Findings() abort
    return join(map(copy(ale#engine#GetLoclist(bufnr(''))), {_, each -> each.lnum . ' ' . each.text}), "\n")
endfunction

function! Preview() abort
    for l:nr in range(1, winnr('$'))
        if getwinvar(l:nr, '&previewwindow')
            return join(getbufline(winbufnr(l:nr), 1, '$'), "\n")
        endif
    endfor
    return ''
endfunction

function! Test() abort
    edit Containerfile.dev
    call Must('Containerfile.dev is a Dockerfile', &filetype is# 'dockerfile')
    edit Dockerfile
    call Until('findings', {-> Findings() =~# 'JSON arguments'})
    call Must('DL3006 is off', Findings() !~# 'has no tag')
    call Say(Findings())

    " A definition that leads elsewhere: from COPY --from=build to FROM.
    call search('--from=build')
    normal! 8l
    ALEGoToDefinition
    call Until('definition', {-> line('.') == 3})

    call search('WORKDIR')
    ALEHover
    call Until('hover', {-> Preview() =~# 'WORKDIR'})
    pclose

    call search('AS build')
    normal! 3l
    ALERename
    call Until('rename', {-> getline(9) =~# '--from=compile'})
    call Must('rename of FROM', getline(3) =~# 'AS compile')
    call Say('PASS')
    qall!
endfunction

try
    call Test()
catch
    call Say('FAIL: ' . v:exception . ' at ' . v:throwpoint)
    cquit
endtry
