;;; eglot-test.el --- slipway in Eglot  -*- lexical-binding: t -*-

(load (expand-file-name "common.el" (file-name-directory load-file-name)))
(require 'dockerfile-mode)
(require 'eglot)
(require 'flymake)
(setq eglot-send-changes-idle-time 0.05 flymake-no-changes-timeout 0.1)
(slipway-snippets "Eglot")
(slipway-snippets "File names")

(defun slipway-findings ()
  "The texts of what Flymake shows."
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun slipway-finds (text)
  "Tell whether a finding has TEXT."
  (cl-some (lambda (finding) (string-match-p text finding)) (slipway-findings)))

(defun slipway-sent ()
  "Send the edits made so far, as Eglot does when a person pauses."
  (eglot--signal-textDocument/didChange))

(defun slipway-action (text)
  "Make the code action here whose title has TEXT."
  (let* ((actions (append (eglot-code-actions (line-beginning-position) (line-end-position) nil) nil))
         (action (slipway-must (format "an action %s among %S" text (mapcar (lambda (a) (plist-get a :title)) actions))
                               (cl-find-if (lambda (a) (string-match-p text (plist-get a :title))) actions))))
    (if (fboundp 'eglot-execute)
        (eglot-execute (eglot-current-server) action)
      (eglot--apply-workspace-edit (plist-get action :edit)))))

(slipway-run
 (lambda ()
   (slipway-say "Emacs %s, Eglot" emacs-version)
   (slipway-must "Containerfile.dev is a Dockerfile"
                 (eq 'dockerfile-mode (assoc-default "/x/Containerfile.dev" auto-mode-alist #'string-match-p)))
   (find-file (getenv "SLIPWAY_FILE"))
   (unless (eglot-managed-p)            ; there is no idle time in batch mode
     (apply #'eglot--connect (eglot--guess-contact)))
   (slipway-wait "a server" #'eglot-managed-p)
   (flymake-start)
   (slipway-wait "findings, without the rule that the settings turn off"
                 (lambda () (and (slipway-finds "JSON arguments") (not (slipway-finds "has no tag")))))
   (slipway-say "findings %S" (slipway-findings))
   (slipway-at "WORKDIR" 3)
   (let (told)
     (eglot-hover-eldoc-function (lambda (text &rest _) (setq told text)))
     (slipway-must "hover" (string-match-p "WORKDIR" (slipway-wait "hover" (lambda () told)))))
   (goto-char (point-max))
   (insert "HEAL")
   (slipway-must "completion"
                 (cl-some (lambda (item) (string-match-p "HEALTHCHECK" item))
                          (all-completions "HEAL" (nth 2 (eglot-completion-at-point)) nil)))
   (delete-region (line-beginning-position) (point))
   (slipway-sent)
   (slipway-at "AS build" 2)
   (eglot-rename "compile")
   (slipway-sent)
   (slipway-at "CMD" 3)
   (slipway-action "exec form")
   (slipway-wait "exec form" (lambda () (save-excursion (goto-char (point-min)) (search-forward "CMD [" nil t))))
   (slipway-sent)
   (eglot-format-buffer)
   (slipway-sent)
   (slipway-wait "no finding" (lambda () (flymake-start) (not (slipway-finds "JSON arguments"))))
   (save-buffer)
   (eglot-shutdown (eglot-current-server))))
;;; eglot-test.el ends here
