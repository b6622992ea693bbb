;;; lsp-slipway.el --- lsp-mode client for slipway, for Dockerfiles  -*- lexical-binding: t -*-

;; Keywords: lsp, docker, dockerfile
;; SPDX-License-Identifier: GPL-3.0-or-later

;;; Commentary:

;; Client for slipway, a language server for Dockerfiles that reads them with
;; BuildKit's own parser: https://github.com/slipway-dev/slipway

;;; Code:

(require 'lsp-mode)

(defgroup lsp-slipway nil
  "Settings for slipway, a language server for Dockerfiles."
  :group 'lsp-mode
  :link '(url-link "https://github.com/slipway-dev/slipway"))

(defcustom lsp-slipway-command '("slipway" "serve")
  "The program that is the server, and its arguments."
  :type '(repeat string)
  :group 'lsp-slipway)

(defcustom lsp-slipway-lint-profile nil
  "The rules to start from; nil leaves it to the project's settings file."
  :type '(choice (const :tag "The project's" nil) (const "recommended") (const "buildkit")
                 (const "hadolint") (const "all"))
  :group 'lsp-slipway)

(lsp-register-custom-settings '(("slipway.lint.profile" lsp-slipway-lint-profile)))

(lsp-register-client
 (make-lsp-client :new-connection (lsp-stdio-connection (lambda () lsp-slipway-command))
                  :activation-fn (lsp-activate-on "dockerfile")
                  :priority 1
                  :server-id 'slipway))

(lsp-consistency-check lsp-slipway)

(provide 'lsp-slipway)
;;; lsp-slipway.el ends here
