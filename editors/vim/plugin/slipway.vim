" slipway as a server of vim-lsp. Without vim-lsp nothing fires the event.
if exists('g:loaded_slipway')
    finish
endif
let g:loaded_slipway = 1

augroup slipway
    autocmd!
    autocmd User lsp_setup call lsp#register_server({
    \   'name': 'slipway',
    \   'cmd': ['slipway', 'serve'],
    \   'allowlist': ['dockerfile'],
    \   'initialization_options': get(g:, 'slipway_settings', {}),
    \   'workspace_config': {'slipway': get(g:, 'slipway_settings', {})},
    \})
augroup END
