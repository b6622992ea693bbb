;;; common.el --- what both tests need  -*- lexical-binding: t -*-

(require 'package)
(require 'cl-lib)
(setq package-directory-list '("/usr/share/emacs/site-lisp/elpa")
      make-backup-files nil auto-save-default nil create-lockfiles nil
      vc-handled-backends nil enable-local-variables nil)
(package-initialize)

(defun slipway-say (format &rest arguments)
  "Print a line made of FORMAT and ARGUMENTS."
  (princ (concat (apply #'format format arguments) "\n")))

(defun slipway-wait (what predicate)
  "Wait until PREDICATE is true and return its value; WHAT is what it means."
  (let ((end (+ (float-time) 20)) value)
    (while (and (not (setq value (funcall predicate))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or value (error "Not within 20 s: %s" what))))

(defun slipway-must (what value)
  "Return VALUE, and fail with WHAT where it is nil."
  (or value (error "Wrong: %s" what)))

(defun slipway-snippets (heading)
  "Read and evaluate the snippets under HEADING of the README."
  (with-temp-buffer
    (insert-file-contents (getenv "SLIPWAY_README"))
    (search-forward (concat "\n## " heading "\n"))
    (let ((end (save-excursion (if (search-forward "\n## " nil t) (point) (point-max)))))
      (while (re-search-forward "^```elisp\n\\(\\(?:.*\n\\)*?\\)```$" end t)
        (let ((code (match-string 1)))
          (eval (car (read-from-string (concat "(progn " code ")"))) t))))))

(defun slipway-at (text &optional back)
  "Put point behind the first TEXT, or BACK characters before that."
  (goto-char (point-min))
  (let ((case-fold-search nil)) (search-forward text))
  (backward-char (or back 0)))

(defun slipway-run (test)
  "Call TEST; leave Emacs with 1 where it fails."
  (condition-case failure
      (progn (funcall test) (slipway-say "PASS"))
    (error (slipway-say "FAIL %S" failure) (kill-emacs 1)))
  (kill-emacs 0))
;;; common.el ends here
