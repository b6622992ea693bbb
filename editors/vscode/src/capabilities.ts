// What can this client take that its library does not tell the server?

import type { ClientCapabilities, FeatureState, StaticFeature } from 'vscode-languageclient/node';
import { showReferences } from './references.ts';

/** Adds it to what the library tells. */
export class Capabilities implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    // LSP has no name for a command that shows places, which every client would know.
    capabilities.experimental = { ...capabilities.experimental, commands: { commands: [showReferences] } };
    // A hover folds what is long. The library lists the elements that it has always let
    // through, and leaves these out; VS Code shows both.
    const markdown = capabilities.general?.markdown;
    if (markdown) markdown.allowedTags = [...markdown.allowedTags ?? [], 'details', 'summary'];
  }

  initialize(): void {}

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {}
}
