//! slipway in Zed: which program to start, and what settings it gets.

use zed_extension_api::{self as zed, serde_json::json, settings::LspSettings, LanguageServerId, Result, Worktree};

struct Slipway;

impl zed::Extension for Slipway {
    fn new() -> Self {
        Slipway
    }

    /// The program of the setting `lsp.slipway.binary.path`, else the one on the PATH.
    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<zed::Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = binary.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("slipway")).ok_or(
            "The program slipway is not on the PATH. Install it, or give its path as lsp.slipway.binary.path in the settings.",
        )?;
        Ok(zed::Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["serve".into()]),
            env: worktree.shell_env(),
        })
    }

    /// What stands in `lsp.slipway.settings`, as the server's section.
    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<zed::serde_json::Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| json!({ "slipway": settings })))
    }
}

zed::register_extension!(Slipway);
