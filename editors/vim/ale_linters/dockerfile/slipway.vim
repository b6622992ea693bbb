" slipway as a linter of ALE.

call ale#Set('dockerfile_slipway_executable', 'slipway')
call ale#Set('dockerfile_slipway_settings', {})

" The nearest folder upwards that holds a marker, or the file's own.
function! ale_linters#dockerfile#slipway#Root(buffer) abort
    for l:marker in ['.slipway.yaml', 'docker-bake.hcl', 'compose.yaml', 'docker-compose.yml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:marker)
        if !empty(l:file)
            return fnamemodify(l:file, ':h')
        endif
    endfor
    let l:git = ale#path#FindNearestDirectory(a:buffer, '.git')
    return empty(l:git) ? expand('#' . a:buffer . ':p:h') : fnamemodify(l:git, ':h:h')
endfunction

" ALE answers no questions about settings; they go along at the start and when
" they change.
call ale#linter#Define('dockerfile', {
\   'name': 'slipway',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'dockerfile_slipway_executable')},
\   'command': '%e serve',
\   'language': 'dockerfile',
\   'project_root': function('ale_linters#dockerfile#slipway#Root'),
\   'initialization_options': {buffer -> ale#Var(buffer, 'dockerfile_slipway_settings')},
\   'lsp_config': {buffer -> {'slipway': ale#Var(buffer, 'dockerfile_slipway_settings')}},
\})
