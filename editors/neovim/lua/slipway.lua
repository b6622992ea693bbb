-- slipway for Neovim: require('slipway').setup() starts the language server for
-- Dockerfiles. Neovim 0.11 and later use vim.lsp.config, which needs no plugin at
-- all (see README.md); this module gives 0.7 to 0.10 the same.
local M = {}

-- What setup takes, with its defaults. settings is the section «slipway» of the
-- server's settings.
M.defaults = {
  cmd = { 'slipway', 'serve' },
  filetypes = { 'dockerfile' },
  root_markers = { '.slipway.yaml', 'docker-bake.hcl', 'compose.yaml', 'docker-compose.yml', '.git' },
  settings = {},
}

-- root is the nearest folder upwards that holds a marker, or the file's own.
local function root(file, markers)
  local dir = vim.fn.fnamemodify(file, ':p:h')
  local at = dir
  while true do
    for _, marker in ipairs(markers) do
      if vim.fn.glob(at .. '/' .. marker, true) ~= '' or vim.fn.isdirectory(at .. '/' .. marker) == 1 then return at end
    end
    local up = vim.fn.fnamemodify(at, ':h')
    if up == at then return dir end
    at = up
  end
end

local function missing(cmd)
  if vim.fn.executable(cmd[1]) == 1 then return false end
  vim.notify("slipway: the program '" .. cmd[1] .. "' is not there. Install it with go install, or give its path as cmd in setup().", vim.log.levels.ERROR)
  return true
end

-- start attaches the server to a buffer. Buffers of one root share one server.
local function start(buf, opts)
  local config = {
    name = 'slipway', cmd = opts.cmd, settings = { slipway = opts.settings },
    init_options = opts.settings, root_dir = root(vim.api.nvim_buf_get_name(buf), opts.root_markers),
    on_attach = opts.on_attach, capabilities = opts.capabilities,
  }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buf })
    return
  end
  M.ids = M.ids or {}
  local id = M.ids[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    id = vim.lsp.start_client(config)
    M.ids[config.root_dir] = id
  end
  if id then vim.lsp.buf_attach_client(buf, id) end
end

function M.setup(opts)
  opts = vim.tbl_deep_extend('force', M.defaults, opts or {})
  if missing(opts.cmd) then return end
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config('slipway', {
      cmd = opts.cmd, filetypes = opts.filetypes, root_markers = opts.root_markers,
      settings = { slipway = opts.settings }, init_options = opts.settings,
      on_attach = opts.on_attach, capabilities = opts.capabilities,
    })
    vim.lsp.enable('slipway')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    pattern = opts.filetypes,
    callback = function(args) start(args.buf, opts) end,
  })
end

return M
