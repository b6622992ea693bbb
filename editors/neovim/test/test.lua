-- Drives a real Neovim: findings, hover, completion, incremental changes and a
-- code action, each as the editor's own client shows or applies it. Neovim 0.7 to
-- 0.12; started by run.sh.
local function say(...) io.stdout:write(table.concat({ ... }, ' ') .. '\n') end
local function check(ok, why) if not ok then error(why, 2) end end
local function wait(why, fn) check(vim.wait(10000, fn, 10), why) end

-- find is the place (line from 0, byte column from 0) of a text in the buffer.
local function find(text)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(text, 1, true)
    if at then return i - 1, at - 1 end
  end
  error('the buffer has no ' .. text)
end

local function clients(buf)
  if vim.lsp.get_clients then return vim.lsp.get_clients({ bufnr = buf }) end
  return vim.tbl_values(vim.lsp.buf_get_clients(buf))
end

local function request(client, method, line, col, more)
  local params = vim.tbl_extend('force', {
    textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = line, character = col },
  }, more or {})
  local answers = vim.lsp.buf_request_sync(0, method, params, 5000)
  local answer = answers and answers[client.id]
  check(answer and not answer.error and not answer.err, method .. ': ' .. vim.inspect(answers))
  return answer.result
end

local function diagnostic(code)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    if d.code == code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code == code) then return d end
  end
end

-- readme is the Lua under a heading of the plugin's README that starts with start.
local function readme(start)
  local text = table.concat(vim.fn.readfile(vim.env.SLIPWAY_PLUGIN .. '/README.md'), '\n')
  local from = text:find('\n## ' .. start, 1, true)
  check(from, 'README has no heading ' .. start)
  return text:match('\n```lua\n(.-)\n```', from)
end

-- start does what the README says for this Neovim. The program is on the PATH.
local function start()
  if vim.lsp.config then
    loadstring(readme('Neovim 0.11'))()
    return
  end
  vim.opt.runtimepath:prepend(vim.env.SLIPWAY_PLUGIN)
  require('slipway').setup()
end

local function main()
  start()
  vim.cmd('filetype on | edit ' .. vim.env.SLIPWAY_FILE)
  check(vim.bo.filetype == 'dockerfile', 'filetype is ' .. vim.bo.filetype)
  local buf = vim.api.nvim_get_current_buf()
  wait('no client', function() return clients(buf)[1] and clients(buf)[1].server_capabilities end)
  local client = clients(buf)[1]
  say('client', client.name, 'offset encoding', client.offset_encoding)

  -- Findings stand where they belong.
  wait('no findings', function() return #vim.diagnostic.get(buf) >= 2 end)
  local json, as = diagnostic('JSONArgsRecommended'), diagnostic('FromAsCasing')
  check(json and as, 'findings: ' .. vim.inspect(vim.diagnostic.get(buf)))
  local line, col = find('CMD /app')
  check(json.lnum == line and json.col == col, 'JSONArgsRecommended at ' .. json.lnum .. ':' .. json.col)
  line, col = find('as final')
  check(as.lnum == line and as.col == col and as.end_col == col + 2, 'FromAsCasing at ' .. as.lnum .. ':' .. as.col)
  say('findings', tostring(#vim.diagnostic.get(buf)))

  -- Hover on an instruction and on a variable.
  line, col = find('WORKDIR')
  local hover = request(client, 'textDocument/hover', line, col + 1)
  check(hover and hover.contents.value:find('WORKDIR', 1, true), 'hover: ' .. vim.inspect(hover))
  line, col = find('${GO}')
  hover = request(client, 'textDocument/hover', line, col + 3)
  check(hover and hover.contents.value:find('1.26', 1, true), 'hover on a variable: ' .. vim.inspect(hover))
  say('hover', (hover.contents.value:gsub('%s+', ' ')):sub(1, 70))

  -- Completion of a stage name, put into the buffer by the editor.
  line, col = find('build /app')
  local list = request(client, 'textDocument/completion', line, col + 2)
  local items, names = list.items or list, {}
  for _, item in ipairs(items) do names[item.label] = item end
  check(names.build, 'completion: ' .. vim.inspect(vim.tbl_keys(names)))
  local edit = names.build.textEdit
  check(edit.range.start.character == col and edit.range['end'].character == col + 5, 'completion range ' .. vim.inspect(edit.range))
  say('completion', tostring(#items), 'candidates, among them', names.build.label)

  -- A half-typed line: an error appears, the other findings stay; then it goes.
  vim.api.nvim_buf_set_lines(buf, 4, 5, false, { 'COPY' })
  wait('no error for a half-typed COPY', function() return #vim.diagnostic.get(buf, { severity = vim.diagnostic.severity.ERROR }) == 1 end)
  check(diagnostic('JSONArgsRecommended'), 'a half-typed line hid the other findings')
  vim.api.nvim_buf_set_lines(buf, 4, 5, false, { 'COPY . .' })
  wait('the error stayed', function() return #vim.diagnostic.get(buf, { severity = vim.diagnostic.severity.ERROR }) == 0 end)
  say('sync ok')

  -- Code actions from findings, applied by the editor.
  for _, code in ipairs({ 'JSONArgsRecommended', 'FromAsCasing' }) do
    local d = diagnostic(code)
    local range = { start = { line = d.lnum, character = d.col }, ['end'] = { line = d.end_lnum, character = d.end_col } }
    local actions = request(client, 'textDocument/codeAction', d.lnum, d.col, {
      range = range,
      context = { diagnostics = { { range = range, message = d.message, code = code, severity = d.severity, source = d.source } } },
    })
    local action
    for _, a in ipairs(actions or {}) do
      if a.edit and not action then action = a end
    end
    check(action, code .. ': no action with an edit in ' .. vim.inspect(actions))
    say('action', action.title)
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
    wait(code .. ' stayed', function() return not diagnostic(code) end)
  end

  -- Rename, as the person's command does it.
  line, col = find('build')
  vim.api.nvim_win_set_cursor(0, { line + 1, col + 1 })
  vim.lsp.buf.rename('compile')
  wait('no rename', function() return vim.api.nvim_buf_get_lines(buf, 8, 9, false)[1] == 'COPY --from=compile /app /app' end)
  say('rename')

  vim.cmd('write')
  if vim.lsp.config then client:stop() else client.stop() end
  wait('the client did not stop', function() return #clients(buf) == 0 end)
  say('PASS')
end

vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    vim.schedule(function()
      local ok, err = xpcall(main, debug.traceback)
      if not ok then say('FAIL', tostring(err)) end
      vim.cmd(ok and 'qall!' or 'cquit! 1')
    end)
  end,
})
