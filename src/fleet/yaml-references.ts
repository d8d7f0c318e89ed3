import { Alias, isAlias, isMap, isNode, isScalar, isSeq, Node, Pair } from 'yaml';

/** Something wrong in the text of a document, and where. */
export interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** How many values may be copied by merging, through every level, before a document is taken for an attack. */
const MAX_MERGED = 1_000_000;

/** Whether a key merges its value into the map around it; only manifests have such keys. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** Walks a document in its order, as what an alias stands for is the last anchor of its name before it. */
class Walk {
  public readonly problems: Problem[] = [];
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private readonly sizes = new Map<Node, number>();
  private merged = 0;

  /** Returns how many values a node holds where every alias is replaced by what it stands for. */
  public visit(node: unknown): number {
    if (isAlias(node)) {
      return this.visitAlias(node);
    }
    if (!isMap(node) && !isSeq(node)) {
      this.remember(node);
      return 1;
    }
    this.remember(node);
    this.open.add(node);
    let size = 1;
    for (const item of node.items as readonly unknown[]) {
      size += isMap(node) ? this.visitPair(item as Pair) : this.visit(item);
    }
    this.open.delete(node);
    this.sizes.set(node, size);
    return size;
  }

  private remember(node: unknown): void {
    if (isNode(node) && !isAlias(node) && node.anchor !== undefined) {
      this.anchors.set(node.anchor, node);
    }
  }

  private visitAlias(alias: Alias): number {
    const target = this.anchors.get(alias.source);
    if (target === undefined) {
      this.report(
        alias,
        `the alias *${alias.source} stands for nothing: there is no anchor &${alias.source} before it`,
      );
      return 1;
    }
    if (this.open.has(target)) {
      this.report(alias, `the alias *${alias.source} stands within &${alias.source} itself, so it would never end`);
      return 1;
    }
    return this.sizes.get(target) ?? 1;
  }

  private visitPair({ key, value }: Pair): number {
    const keySize = this.visit(key);
    const named = this.resolve(key);
    if (isMap(named) || isSeq(named)) {
      this.report(key, `a key has to be a word, but this one is a ${isMap(named) ? 'map' : 'list'}`);
    }
    const size = this.visit(value);
    if (isMergeKey(key)) {
      this.checkMerge(value, size);
    }
    return keySize + size;
  }

  private checkMerge(value: unknown, size: number): void {
    const source = this.resolve(value);
    const sources: readonly unknown[] = isSeq(source) ? source.items : [source];
    if (!sources.every((one) => isMap(this.resolve(one)))) {
      this.report(value, 'only a map, or a list of maps, can be merged with <<');
    }
    const before = this.merged;
    this.merged += size;
    if (before <= MAX_MERGED && this.merged > MAX_MERGED) {
      this.report(value, 'merging (<<) copies too much of this document');
    }
  }

  private resolve(node: unknown): unknown {
    return isAlias(node) ? this.anchors.get(node.source) : node;
  }

  private report(node: unknown, message: string): void {
    this.problems.push({ offset: isNode(node) ? (node.range?.[0] ?? 0) : 0, message });
  }
}

/** Finds aliases that stand for nothing or for what they are in, keys that are no words, and merge keys that cannot be merged. */
export function findBadReferences(contents: unknown): Problem[] {
  const walk = new Walk();
  walk.visit(contents);
  return walk.problems;
}
