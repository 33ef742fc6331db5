/**
 * A placement check under way: its items in a row, each answered or skipped, and what came of it. Each answer is
 * written down at once, so that one who leaves in the middle keeps what was shown.
 */
import { isKnown, type PlacementItem, type Progress } from "@gradus/content";
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";

/** So many misses in a row say that what comes after is new, too. */
const missesToStop = 3;

type Tell = (concepts: readonly string[], known: boolean) => Promise<void>;

/** What is still to be asked: items with a concept that nothing has shown to be known. */
export function openItems(items: readonly PlacementItem[], p: Progress): PlacementItem[] {
  const known = new Set(p.concepts.filter((x) => isKnown(x.level)).map((x) => x.id));
  return items.filter((i) => i.concepts.some((id) => !known.has(id)));
}

export class OpenPlacement {
  readonly items: readonly PlacementItem[];
  readonly at: Signal<number> = signal(0);
  readonly known: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly #misses: Signal<number> = signal(0);
  readonly #stopped: Signal<boolean> = signal(false);
  readonly #tell: Tell;
  readonly over: ReadonlySignal<boolean>;

  constructor(items: readonly PlacementItem[], tell: Tell) {
    this.items = items;
    this.#tell = tell;
    this.over = computed(() => this.#stopped.value || this.at.value >= items.length);
  }

  get item(): PlacementItem | null {
    return this.over.value ? null : (this.items[this.at.value] ?? null);
  }

  /** Whether the last ones were all new. */
  get lost(): boolean {
    return this.#misses.value >= missesToStop;
  }

  /** The concepts that were asked for up to here. */
  get asked(): readonly string[] {
    return [...new Set(this.items.slice(0, this.at.value).flatMap((i) => i.concepts))];
  }

  async answer(right: boolean): Promise<void> {
    const { item } = this;
    if (!item) return;
    this.#misses.value = right ? 0 : this.#misses.value + 1;
    if (right) this.known.value = new Set([...this.known.value, ...item.concepts]);
    this.at.value++;
    await this.#tell(item.concepts, right);
  }

  stop(): void {
    this.#stopped.value = true;
  }
}
