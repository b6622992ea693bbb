" What the plugin tells vim-lsp, which is not among Debian's packages: a function of the
" same name stands in for it, and starts the server as vim-lsp would.
set nocompatible
let $STAND_IN = tempname()
call mkdir($STAND_IN . '/autoload', 'p')
call writefile([
\   'function! lsp#register_server(info) abort',
\   '    let g:registered = add(get(g:, "registered", []), a:info)',
\   'endfunction',
\], $STAND_IN . '/autoload/lsp.vim')
execute 'set runtimepath^=' . $SLIPWAY_PLUGIN . ',' . $STAND_IN
let g:slipway_settings = {'lint': {'rules': {'DL3006': 'off'}}}
runtime! plugin/*.vim

try
    doautocmd User lsp_setup
    let [s:info] = g:registered
    call assert_equal('slipway', s:info.name)
    call assert_equal(['dockerfile'], s:info.allowlist)
    call assert_equal(g:slipway_settings, s:info.initialization_options)
    call assert_equal({'slipway': g:slipway_settings}, s:info.workspace_config)
    " The command is one that speaks LSP.
    let s:body = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}'
    let s:said = system(join(s:info.cmd), 'Content-Length: ' . len(s:body) . "\r\n\r\n" . s:body)
    call assert_match('"name":"slipway"', s:said)
catch
    call add(v:errors, v:exception . ' at ' . v:throwpoint)
endtry
call writefile(empty(v:errors) ? ['vim-lsp is told', 'PASS'] : v:errors, $SLIPWAY_OUT)
execute empty(v:errors) ? 'qall!' : 'cquit'
