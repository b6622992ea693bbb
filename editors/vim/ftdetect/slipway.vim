" Names of Dockerfiles that Vim does not know.
autocmd BufNewFile,BufRead Containerfile,Containerfile.*,*.containerfile,*.Dockerfile setfiletype dockerfile
