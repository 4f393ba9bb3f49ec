/** Reads what a module imports, and the things our sources may not contain, from its syntax tree. */
import { posix } from 'node:path';
import { parseSync } from 'vite';

export interface Import {
  readonly line: number;
  /** As written, without a query such as `?worker`. */
  readonly specifier: string;
  /** Path from the root for relative imports, undefined for packages. */
  readonly path: string | undefined;
  /** By `import()`: fetched when it is reached and not with the module. */
  readonly lazy: boolean;
}

export interface Remark {
  readonly line: number;
  readonly text: string;
}

export interface Module {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  /** Things that no source may contain. */
  readonly offences: readonly Remark[];
  /** Uses of the console and of the clock, which only some folders may have. */
  readonly uses: readonly { readonly line: number; readonly what: 'console' | 'clock or chance' }[];
}

/** The parts of a syntax tree that are looked at here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** `path` uses forward slashes and is relative to the root of the tree, as in `src/core/a.ts`. */
export const readModule = (path: string, source: string): Module => {
  const { program, comments, errors } = parseSync(path, source, { sourceType: 'module' });
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const lineOf = lineCounter(source);
  const nodes = [...walk(program as unknown as Node)];
  const imports = nodes.flatMap(node => {
    const written = specifierOf(node);
    return written === undefined ? [] : [toImport(path, node, lineOf(node.start), written)];
  });
  const offences = [
    ...nodes.flatMap(node => (FORBIDDEN[node.type] ? [{ at: node.start, text: FORBIDDEN[node.type] }] : [])),
    ...comments.flatMap(({ value, start }) => {
      const found = /@ts-(?:ignore|nocheck|expect-error)|\b(?:TODO|FIXME|XXX)\b/.exec(value);
      return found ? [{ at: start, text: `${found[0]} in a comment` }] : [];
    }),
  ];
  return {
    path,
    lines: source.split('\n').length - (source.endsWith('\n') ? 1 : 0),
    imports,
    offences: offences.map(({ at, text = '' }) => ({ line: lineOf(at), text })),
    uses: nodes.flatMap(node => {
      const what = node.type === 'MemberExpression' ? useOf(node) : isNewDate(node) && 'clock or chance';
      return what ? [{ line: lineOf(node.start), what }] : [];
    }),
  };
};

const FORBIDDEN: Readonly<Record<string, string>> = {
  TSAnyKeyword: 'the type any',
  TSNonNullExpression: 'a non-null "!"',
};

const child = (node: Node, key: string): Node | undefined => {
  const value = node[key];
  return isNode(value) ? value : undefined;
};

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

function* walk(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node))
    for (const next of Array.isArray(value) ? value : [value]) if (isNode(next)) yield* walk(next);
}

/** `import … from`, `export … from`, `import()`, `import('…')` as a type, and `new URL('…', import.meta.url)`. */
const specifierOf = (node: Node): string | undefined => {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(child(node, 'source'));
    case 'NewExpression': {
      const [address, base] = node.arguments as Node[];
      const relative = child(node, 'callee')?.name === 'URL' && base?.type === 'MemberExpression';
      return relative && child(base, 'object')?.type === 'MetaProperty' ? literal(address) : undefined;
    }
    default:
      return undefined;
  }
};

const literal = (node: Node | undefined): string | undefined => {
  if (typeof node?.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && (node.expressions as Node[]).length === 0)
    return ((node.quasis as Node[])[0]?.value as { cooked: string } | undefined)?.cooked;
  // `import(name)`: where it leads cannot be checked, so it reads as an unknown package.
  return node === undefined ? undefined : '(computed)';
};

const toImport = (from: string, node: Node, line: number, written: string): Import => {
  const plain = written.replace(/\?.*$/, '');
  // `new URL('x.ts', import.meta.url)` is relative even without a dot.
  const specifier = node.type === 'NewExpression' && /^[\w-]+\./.test(plain) ? `./${plain}` : plain;
  const path = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
  return { line, specifier, path, lazy: node.type === 'ImportExpression' };
};

const useOf = (node: Node): 'console' | 'clock or chance' | undefined => {
  const object = child(node, 'object')?.name;
  const property = child(node, 'property')?.name;
  if (object === 'console' || (object === 'globalThis' && property === 'console')) return 'console';
  const clock = object === 'Date' && property === 'now';
  return clock || object === 'performance' || (object === 'Math' && property === 'random')
    ? 'clock or chance'
    : undefined;
};

const isNewDate = (node: Node): boolean =>
  node.type === 'NewExpression' &&
  child(node, 'callee')?.name === 'Date' &&
  (node.arguments as Node[]).length === 0;

const lineCounter = (source: string) => (at: number) => source.slice(0, at).split('\n').length;
