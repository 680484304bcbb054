/**
 * Bundles are made one at a time: each reads much of the log, and ten at once would leave nothing for the requests that
 * come in meanwhile. One that was just made is given again as long as the log has not grown.
 */
export class EvidenceQueue<T> {
  private turn: Promise<unknown> = Promise.resolve();
  /** By whom it was asked for: what one of them may see is no other's. */
  private readonly made = new Map<string, { readonly size: number; readonly bundle: T }>();

  constructor(private readonly most = 8) {}

  /**
   * @param key who asks for what; undefined: never kept, because it opens sealed content
   * @param sizeNow of the log; asked for when it is our turn
   * @param make gives the bundle and the size of the log that it is proved against
   */
  async inTurn(
    key: string | undefined,
    sizeNow: () => Promise<number>,
    make: () => Promise<{ readonly bundle: T; readonly size: number }>,
  ): Promise<T> {
    const work = this.turn.then(async () => {
      const known = key === undefined ? undefined : this.made.get(key);
      if (known !== undefined && known.size === (await sizeNow())) {
        return known.bundle;
      }
      const made = await make();
      if (key !== undefined) {
        this.keep(key, made);
      }
      return made.bundle;
    });
    this.turn = work.catch(() => undefined);
    return work;
  }

  private keep(key: string, made: { readonly bundle: T; readonly size: number }): void {
    this.made.delete(key);
    this.made.set(key, made);
    const [oldest] = this.made.keys();
    if (this.made.size > this.most && oldest !== undefined) {
      this.made.delete(oldest);
    }
  }
}
