// How does a person see which stage needs which?

import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { activeDockerfile, isDockerfile } from './documents.ts';
import type { Session } from './session.ts';

/** What the panel is told. Lines count from 1; `of` is the Dockerfile's URI. */
export type ToGraph = { svg: string; line: number; of: string } | { line: number } | { problem: string };
/** What it tells. */
export type FromGraph = { is: 'ready' } | { is: 'chosen'; line: number };
/** What VS Code keeps of the panel while its window is loaded again. */
export type GraphMemory = { of: string };

const kind = 'slipway.graph';
const pause = 250; // milliseconds without a keystroke before the graph is drawn again

/** The panel with the stages of the Dockerfile that a person is working in. */
export class Graph implements vscode.Disposable, vscode.WebviewPanelSerializer<GraphMemory | undefined> {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.Uri | undefined;
  private turn = 0; // counts drawings; the answer to an older one is void
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners: vscode.Disposable;

  constructor(private readonly extension: vscode.Uri, private readonly session: Session) {
    this.listeners = vscode.Disposable.from(
      vscode.window.registerWebviewPanelSerializer(kind, this),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow(activeDockerfile())),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.shows(textEditor.document)) void this.tell({ line: lineOf(textEditor) });
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.shows(document)) this.drawSoon(pause);
      }),
      session.onDidChange((state) => state.is === 'starting' || this.drawSoon(0)),
    );
  }

  /** Opens the panel beside a Dockerfile, or turns the one that is open to it. */
  show(editor: vscode.TextEditor): void {
    if (this.panel) this.panel.reveal(undefined, true);
    else this.adopt(vscode.window.createWebviewPanel(kind, 'Stages', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }));
    this.follow(editor);
  }

  /** Brings a panel to life that was open before the window was loaded again. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, memory: GraphMemory | undefined): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    if (memory) this.turnTo(vscode.Uri.parse(memory.of));
    this.follow(activeDockerfile());
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.listeners.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const inside = vscode.Uri.joinPath(this.extension, 'dist');
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extension, 'media', `stages-${theme}.svg`);
    this.panel = panel;
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.options = { enableScripts: true, localResourceRoots: [inside] };
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = this.document = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromGraph) => {
      if (message.is === 'chosen') void this.goTo(message.line);
      else this.drawSoon(0);
    });
    panel.webview.html = page(panel.webview, inside);
  }

  /** Goes over to the Dockerfile that a person has turned to. */
  private follow(editor: vscode.TextEditor | undefined): void {
    if (!editor || !this.panel) return;
    if (this.shows(editor.document)) {
      void this.tell({ line: lineOf(editor) });
      return;
    }
    this.turnTo(editor.document.uri);
  }

  private turnTo(document: vscode.Uri): void {
    if (!this.panel) return;
    this.document = document;
    this.panel.title = `Stages of ${document.path.split('/').pop()}`;
    this.drawSoon(0);
  }

  private shows(document: vscode.TextDocument): boolean {
    return this.panel !== undefined && isDockerfile(document) && document.uri.toString() === this.document?.toString();
  }

  private drawSoon(wait: number): void {
    clearTimeout(this.timer);
    if (this.panel) this.timer = setTimeout(() => void this.draw(), wait);
  }

  private async draw(): Promise<void> {
    const document = this.document;
    if (!document) return;
    const turn = ++this.turn;
    const answer = await this.ask(document);
    if (turn === this.turn) await this.tell(answer);
  }

  private async ask(document: vscode.Uri): Promise<ToGraph> {
    try {
      const svg = await this.session.command('slipway.graph', document, { format: 'svg' }) as string;
      const editor = vscode.window.visibleTextEditors.find((each) => this.shows(each.document));
      return { svg, line: editor ? lineOf(editor) : 0, of: document.toString() };
    } catch (error) {
      return { problem: error instanceof Error ? error.message : String(error) };
    }
  }

  private async tell(message: ToGraph): Promise<void> {
    await this.panel?.webview.postMessage(message);
  }

  /** Moves the cursor to a line of the Dockerfile. */
  private async goTo(line: number): Promise<void> {
    if (!this.document) return;
    const open = vscode.window.visibleTextEditors.find((each) => this.shows(each.document));
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    await vscode.window.showTextDocument(this.document, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.One, selection: new vscode.Range(at, at),
    });
  }
}

const lineOf = (editor: vscode.TextEditor): number => editor.selection.active.line + 1;

/** The page, which can load nothing but two files of the extension, and what they mark with its nonce. */
function page(webview: vscode.Webview, inside: vscode.Uri): string {
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(inside, name)).toString();
  const nonce = randomUUID();
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <title>Stages</title>
  <link nonce="${nonce}" rel="stylesheet" href="${file('graph.css')}">
</head>
<body>
  <main></main>
  <p role="status" hidden></p>
  <script nonce="${nonce}" src="${file('graph.js')}"></script>
</body>
</html>`;
}
