// How does a person see what the server does?

import * as vscode from 'vscode';
import { dockerfiles } from './documents.ts';
import type { Session, State } from './session.ts';

/** The status item of Dockerfiles, and a message when only a person can help. */
export function showStatus(session: Session, log: vscode.LogOutputChannel): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('slipway.state', dockerfiles);
  item.name = 'slipway';
  item.command = { command: 'slipway.showOutput', title: 'Output' };
  const show = (state: State): void => {
    item.text = words(state);
    item.detail = 'Dockerfile language server';
    item.busy = state.is === 'starting' || state.is === 'waiting';
    item.severity = severity(state);
    item.command = state.is === 'failed' || state.is === 'stopped'
      ? { command: 'slipway.restart', title: 'Start' }
      : { command: 'slipway.showOutput', title: 'Output' };
    if (state.is === 'failed') void explain(state, log);
    if (state.is === 'waiting') vscode.window.setStatusBarMessage('$(warning) slipway has ended by itself and is started again', 10_000);
  };
  show(session.state);
  return vscode.Disposable.from(item, session.onDidChange(show));
}

function words(state: State): string {
  switch (state.is) {
    case 'starting': return 'slipway starts';
    case 'stopped': return 'slipway is stopped';
    case 'running': return state.server;
    case 'waiting': return `slipway starts again in ${Math.ceil(state.milliseconds / 1_000)} s`;
    case 'failed': return 'slipway does not run';
  }
}

function severity(state: State): vscode.LanguageStatusSeverity {
  if (state.is === 'failed') return vscode.LanguageStatusSeverity.Error;
  return state.is === 'waiting' ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
}

async function explain(state: State & { is: 'failed' }, log: vscode.LogOutputChannel): Promise<void> {
  log.error(state.why);
  const [settings, again, output] = ['Open Settings', 'Try Again', 'Show Output'];
  const choices = state.missing ? [settings, again] : [again, output];
  const choice = await vscode.window.showErrorMessage(`slipway: ${state.why}`, ...choices);
  if (choice === settings) void vscode.commands.executeCommand('workbench.action.openSettings', 'slipway.path');
  if (choice === again) void vscode.commands.executeCommand('slipway.restart');
  if (choice === output) log.show();
}
