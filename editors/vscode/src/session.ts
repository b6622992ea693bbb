// Does the server run, and what happens when it does not?

import * as vscode from 'vscode';
import { DocumentDiagnosticRequest, ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { Backoff } from './backoff.ts';
import { newClient } from './client.ts';
import { isDockerfile } from './documents.ts';
import { complaint, findProgram } from './program.ts';
import type { Rivals } from './rivals.ts';
import type { Schema } from './schema.ts';

/** What the server does, with what a person should know of it. */
export type State =
  | { is: 'starting' | 'stopped' }
  | { is: 'running'; server: string }
  | { is: 'waiting'; milliseconds: number } // to start again after a death
  | { is: 'failed'; why: string; missing: boolean }; // until a person does something

/** The build context of a Dockerfile. */
export interface Context {
  uri: string;
  ignoreFile: string;
  /** What the ignore file should say; undefined where there is one. */
  content?: string;
}

/** The server over all its lives. The client of the moment is undefined while none runs. */
export class Session implements vscode.Disposable {
  client: LanguageClient | undefined;
  state: State = { is: 'stopped' };

  private readonly changed = new vscode.EventEmitter<State>();
  readonly onDidChange = this.changed.event;
  private readonly backoff = new Backoff();
  private timer: NodeJS.Timeout | undefined;
  private turn = 0; // counts starts and stops; what belongs to an older turn is void

  constructor(
    private readonly extension: vscode.Extension<unknown>,
    private readonly settings: Map<string, Schema>,
    private readonly rivals: Rivals,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Starts the server, in place of one that runs, because a person wants it to. */
  async restart(): Promise<void> {
    this.backoff.reset();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    this.turn++;
    clearTimeout(this.timer);
    const client = this.client;
    this.client = undefined;
    this.enter({ is: 'stopped' });
    await client?.dispose(2_000).catch((error) => this.log.warn('stopping:', error));
  }

  /** Has the server do one of its commands for a Dockerfile. It fails with words for a person. */
  async command(name: string, document: vscode.Uri, more: object = {}): Promise<unknown> {
    const { client, state } = this;
    if (state.is === 'starting') throw new Error('The language server starts.');
    if (!client || state.is !== 'running') throw new Error('The language server does not run.');
    const known = client.initializeResult?.capabilities.executeCommandProvider?.commands;
    if (!known?.includes(name)) throw new Error('This version of the language server cannot do that.');
    const uri = client.code2ProtocolConverter.asUri(document);
    return client.sendRequest(ExecuteCommandRequest.type, { command: name, arguments: [{ uri, ...more }] });
  }

  /** What the server knows of the build context of a Dockerfile. */
  context(document: vscode.Uri): Promise<Context> {
    return this.command('slipway.context', document) as Promise<Context>;
  }

  /** Has the findings of all open Dockerfiles asked for again. */
  findAgain(): void {
    const feature = this.client?.getFeature(DocumentDiagnosticRequest.method);
    const document = vscode.workspace.textDocuments.find(isDockerfile);
    if (document) feature?.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
  }

  dispose(): Promise<void> {
    return this.stop();
  }

  private async start(): Promise<void> {
    const turn = ++this.turn;
    this.enter({ is: 'starting' });
    const program = findProgram(this.extension.extensionUri);
    if (!program) {
      this.enter({ is: 'failed', missing: true, why: 'The program slipway is neither on the PATH nor named by the setting slipway.path.' });
      return;
    }
    const why = await complaint(program, this.extension.packageJSON.version);
    if (turn !== this.turn) return;
    if (why !== undefined) {
      this.enter({ is: 'failed', missing: true, why });
      return;
    }
    this.log.info(`starting ${program.path}, from ${program.from}`);
    await this.run(turn, newClient(program, this.settings, this.rivals, this.log, () => this.died(turn)));
  }

  private async run(turn: number, client: LanguageClient): Promise<void> {
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error('start:', error);
      this.died(turn);
      return;
    }
    if (turn !== this.turn) return;
    const server = client.initializeResult?.serverInfo;
    this.enter({ is: 'running', server: `${server?.name ?? 'slipway'} ${server?.version ?? ''}`.trim() });
  }

  /** The server of a turn has ended by itself, before or after it was ready. */
  private died(turn: number): void {
    if (turn !== this.turn) return;
    this.turn++;
    void this.client?.dispose(0).catch(() => undefined); // it is dead already
    this.client = undefined;
    const wait = this.backoff.next(Date.now());
    if (wait === undefined) {
      this.enter({ is: 'failed', missing: false, why: 'The server keeps ending by itself and is not started again. Its output may tell why.' });
      return;
    }
    this.log.warn(`the server has ended by itself; starting it again in ${wait / 1_000} s`);
    this.enter({ is: 'waiting', milliseconds: wait });
    this.timer = setTimeout(() => void this.start(), wait);
  }

  private enter(state: State): void {
    this.state = state;
    this.changed.fire(state);
  }
}
