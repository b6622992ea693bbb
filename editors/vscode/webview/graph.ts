// The page that shows the stages: which one is marked, and what a click does.

import type { FromGraph, GraphMemory, ToGraph } from '../src/graph.ts';

declare function acquireVsCodeApi(): { postMessage(message: FromGraph): void; setState(memory: GraphMemory): void };

const editor = acquireVsCodeApi();
const place = document.querySelector('main')!;
const nonce = (document.currentScript as HTMLScriptElement).nonce;
const status = document.querySelector('p')!;

addEventListener('message', ({ data }: MessageEvent<ToGraph>) => {
  if ('problem' in data) {
    say(data.problem);
    return;
  }
  if ('svg' in data) {
    draw(data.svg);
    editor.setState({ of: data.of });
  }
  mark(data.line);
});
editor.postMessage({ is: 'ready' });

/** Shows a drawing in place of the one before. Scripts in it would not run: only its style gets the nonce. */
function draw(svg: string): void {
  const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (drawing.localName !== 'svg') {
    say('The stages cannot be drawn.');
    return;
  }
  for (const style of drawing.querySelectorAll('style')) style.setAttribute('nonce', nonce);
  for (const stage of drawing.querySelectorAll<SVGGElement>('g.stage')) {
    stage.tabIndex = 0;
    stage.setAttribute('role', 'button');
    stage.addEventListener('click', () => choose(stage));
    stage.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      choose(stage);
    });
  }
  place.replaceChildren(drawing);
  status.hidden = true;
}

function choose(stage: Element): void {
  editor.postMessage({ is: 'chosen', line: lineOf(stage) });
}

/** Marks the stage that a line is in: the last one that begins at it or before it. */
function mark(line: number): void {
  const stages = [...place.querySelectorAll('g.stage')].sort((a, b) => lineOf(a) - lineOf(b));
  const current = stages.findLast((stage) => lineOf(stage) <= line);
  for (const stage of stages) stage.classList.toggle('current', stage === current);
  if (current) reveal(current.getBoundingClientRect());
}

/** Scrolls the page, and nothing around it, so that a box is to be seen. */
function reveal({ left, top, right, bottom }: DOMRect): void {
  const beside = (from: number, to: number, room: number): number => (from < 0 ? from : Math.max(0, to - room));
  scrollBy(beside(left, right, innerWidth), beside(top, bottom, innerHeight));
}

const lineOf = (stage: Element): number => Number(stage.getAttribute('data-line'));

/** Says why the drawing is missing, or older than the text. */
function say(problem: string): void {
  status.textContent = problem;
  status.hidden = false;
}
