;;; lsp-mode-test.el --- slipway in lsp-mode  -*- lexical-binding: t -*-

(load (expand-file-name "common.el" (file-name-directory load-file-name)))
(setq lsp-session-file (make-temp-file "lsp-session") lsp-server-install-dir (make-temp-file "lsp" t)
      lsp-auto-guess-root t lsp-enable-suggest-server-download nil lsp-restart 'ignore
      lsp-modeline-code-actions-enable nil lsp-headerline-breadcrumb-enable nil
      lsp-enable-file-watchers nil lsp-diagnostics-provider :none lsp-keep-workspace-alive nil)
(require 'dockerfile-mode)
(require 'lsp-mode)
(slipway-snippets "lsp-mode")

(defun slipway-findings ()
  "The texts of the findings in this buffer."
  (mapcar #'lsp:diagnostic-message (lsp--get-buffer-diagnostics)))

(defun slipway-finds (text)
  "Tell whether a finding has TEXT."
  (cl-some (lambda (finding) (string-match-p text finding)) (slipway-findings)))

(slipway-run
 (lambda ()
   (slipway-say "Emacs %s, lsp-mode" emacs-version)
   (find-file (getenv "SLIPWAY_FILE"))
   (lsp-workspace-folders-add default-directory)
   (lsp)
   (slipway-wait "a server" (lambda () (cl-some (lambda (w) (eq 'initialized (lsp--workspace-status w))) (lsp-workspaces))))
   (slipway-must "it is slipway, and not the other one" (equal '(slipway) (mapcar (lambda (w) (lsp--client-server-id (lsp--workspace-client w))) (lsp-workspaces))))
   (slipway-wait "findings, without the rule that the settings turn off"
                 (lambda () (and (slipway-finds "JSON arguments") (not (slipway-finds "has no tag")))))
   (slipway-say "findings %S" (slipway-findings))
   (slipway-at "WORKDIR" 3)
   (slipway-must "hover" (string-match-p "WORKDIR" (lsp:markup-content-value (lsp:hover-contents (lsp-request "textDocument/hover" (lsp--text-document-position-params))))))
   (goto-char (point-max))
   (insert "HEAL")
   (slipway-must "completion"
                 (cl-some (lambda (item) (string-match-p "HEALTHCHECK" item))
                          (all-completions "HEAL" (nth 2 (lsp-completion-at-point)) nil)))
   (delete-region (line-beginning-position) (point))
   (slipway-at "AS build" 2)
   (lsp-rename "compile")
   (slipway-at "CMD" 3)
   (lsp-execute-code-action
    (slipway-must "the action" (cl-find-if (lambda (a) (string-match-p "exec form" (lsp:code-action-title a)))
                                           (append (lsp-code-actions-at-point) nil))))
   (slipway-wait "exec form" (lambda () (save-excursion (goto-char (point-min)) (search-forward "CMD [" nil t))))
   (lsp-format-buffer)
   (slipway-wait "no finding" (lambda () (not (slipway-finds "JSON arguments"))))
   (save-buffer)))
;;; lsp-mode-test.el ends here
