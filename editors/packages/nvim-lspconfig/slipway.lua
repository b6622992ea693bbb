---@brief
---
--- https://github.com/slipway-dev/slipway
---
--- A language server for Dockerfiles that reads them with BuildKit's own parser:
--- findings, completion, hover, rename, formatting and refactorings. It needs no
--- Docker engine.
---
--- ```sh
--- go install github.com/slipway-dev/slipway/cmd/slipway@latest
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'slipway', 'serve' },
  filetypes = { 'dockerfile' },
  root_markers = { '.slipway.yaml', 'docker-bake.hcl', 'compose.yaml', 'docker-compose.yml', '.git' },
}
