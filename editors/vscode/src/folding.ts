// How does a hover fold what is long, such as the variables in force?

import type { ClientCapabilities, FeatureState, StaticFeature } from 'vscode-languageclient/node';

/**
 * Tells the server that hovers may have a part to unfold. The client library lists
 * the elements that it has always let through, and leaves these out; VS Code shows
 * both.
 */
export class FoldingFeature implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    const markdown = capabilities.general?.markdown;
    if (markdown) markdown.allowedTags = [...markdown.allowedTags ?? [], 'details', 'summary'];
  }

  initialize(): void {}

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {}
}
