/** Numbers 0 to count − 1, each a set of its own until joined (union–find with path halving). */
export class DisjointSets {
  private readonly parents: number[];

  constructor(count: number) {
    this.parents = Array.from({ length: count }, (_, index) => index);
  }

  /** A further set of its own. */
  add(): number {
    this.parents.push(this.parents.length);
    return this.parents.length - 1;
  }

  root(number: number): number {
    let at = number;
    for (let parent = this.parentOf(at); parent !== at; parent = this.parentOf(at))
      at = this.parents[at] = this.parentOf(parent);
    return at;
  }

  /** Whether they were apart before. */
  join(one: number, other: number): boolean {
    const [a, b] = [this.root(one), this.root(other)];
    this.parents[a] = b;
    return a !== b;
  }

  private parentOf(number: number): number {
    return this.parents[number] as number;
  }
}
