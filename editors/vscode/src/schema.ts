// Does a value fit the setting it was given to?

/** As much of JSON Schema as package.json uses for settings. */
export interface Schema {
  /** Not said where the values are listed. */
  type?: 'string' | 'boolean' | 'number' | 'object' | 'array';
  enum?: string[];
  /** Of a list. */
  items?: Schema;
  /** Of an object: those of some keys, and of all others. */
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
}

/** One sentence that names the setting and what it takes; undefined where the value fits. */
export function mistake(name: string, value: unknown, schema: Schema): string | undefined {
  if (schema.type && kind(value) !== schema.type) {
    return `The setting ${name} must be ${withArticle[schema.type]}, and is ${JSON.stringify(value)}.`;
  }
  if (schema.enum && !schema.enum.includes(value as string)) {
    return `The setting ${name} must be one of ${schema.enum.join(', ')}, and is ${JSON.stringify(value)}.`;
  }
  if (typeof value !== 'object') return undefined;
  return Object.entries(value as object)
    .map(([key, of]) => {
      const inner = schema.items ?? schema.properties?.[key] ?? schema.additionalProperties;
      return inner && mistake(`${name}.${key}`, of, inner);
    })
    .find((words) => words !== undefined);
}

const withArticle = { string: 'a string', boolean: 'true or false', number: 'a number', object: 'an object', array: 'a list' };

function kind(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
