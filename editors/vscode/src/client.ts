// How does the extension speak with one run of the server?

import * as vscode from 'vscode';
import {
  CloseAction, ErrorAction, LanguageClient,
  type ConfigurationParams, type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { Capabilities } from './capabilities.ts';
import { dockerfiles } from './documents.ts';
import type { Program } from './program.ts';
import type { Rivals } from './rivals.ts';
import type { Schema } from './schema.ts';
import { settingsFor } from './settings.ts';

/**
 * A client whose server is started once and, when it dies, not again: the session
 * decides about that, and makes another client. It is quiet, because the session
 * says what there is to say.
 */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown, _notify?: boolean | 'force'): void {
    super.error(message, data, false);
  }
}

/** A client that is not started yet. `died` is called when its server ends by itself. */
export function newClient(
  program: Program, settings: Map<string, Schema>, rivals: Rivals, log: vscode.LogOutputChannel, died: () => void,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: dockerfiles,
    outputChannel: log,
    markdown: { supportHtml: true }, // of the server's own: what comes from the file is escaped
    initializationOptions: () => settingsFor(undefined, settings),
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue }),
      closed: () => {
        died();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: {
      // Always asked for the whole: what is left to others may have changed since.
      provideDiagnostics: async (document, _previous, token, next) => {
        const report = await next(document, undefined, token);
        if (report?.kind !== 'full') return report;
        return { ...report, items: await rivals.without(document instanceof vscode.Uri ? document : document.uri, report.items) };
      },
      workspace: {
        configuration: (params, token, next) => configuration(params, settings) ?? next(params, token),
      },
    },
  };
  const client = new QuietClient('slipway', 'slipway', { command: program.path, args: ['serve'] }, options);
  client.registerFeature(new Capabilities());
  return client;
}

/** Answers a request for our section with what was set in it; undefined for one that asks for more. */
function configuration(params: ConfigurationParams, settings: Map<string, Schema>): unknown[] | undefined {
  if (params.items.some((item) => item.section !== 'slipway')) return undefined;
  return params.items.map((item) =>
    settingsFor(item.scopeUri === undefined ? undefined : vscode.Uri.parse(item.scopeUri), settings));
}
