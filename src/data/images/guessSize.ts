/** What size a network is to take, from the sizes of the images: as they are where small and equal. */
import type { DataIssue } from '#/core/protocol/dataset';
import type { ImageSize } from '#/core/images/imageSchema';
import type { ImportedImage } from './imageLayout';

/** Larger ones are made smaller to begin with: time and memory grow with the area. */
const largestAsIs = 96;
const standardSide = 64;
/** Proportions that differ by less are one. */
const sameProportions = 1.05;
const shownSizes = 3;

export class SizeTally {
  readonly #counts = new Map<string, number>();
  /** The first image of each size, of the grey ones, and of those in colour. */
  readonly #firsts = new Map<string, string>();
  #grey = 0;
  #colour = 0;

  add({
    path = '',
    width,
    height,
    isGrey,
  }: Pick<ImportedImage, 'width' | 'height' | 'isGrey'> & Partial<Pick<ImportedImage, 'path'>>): void {
    const key = `${width} × ${height}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    for (const of of [key, isGrey ? 'grey' : 'colour']) if (!this.#firsts.has(of)) this.#firsts.set(of, path);
    if (isGrey) this.#grey++;
    else this.#colour++;
  }

  get allGrey(): boolean {
    return this.#colour === 0;
  }

  /** That images differ in size or colour, by name, and what is made of them. */
  remarks({ width, height, channels, fit }: ImageSize): DataIssue[] {
    const sizes = this.sizes();
    const named = (size: { width: number; height: number }) => {
      const key = `${size.width} × ${size.height}`;
      return `${key} (${this.#firsts.get(key)})`;
    };
    const [most] = sizes;
    const rarest = sizes.at(-1);
    const made = fit === 'crop' ? 'cropped and made' : 'made';
    return [
      ...(most && rarest && most !== rarest
        ? [
            {
              severity: 'info' as const,
              message: `Images are of ${sizes.length.toLocaleString('en')} sizes, most of ${named(most)}, others of ${named(rarest)}: each is ${made} ${width} × ${height} for a network.`,
              hint: 'On the page of the dataset another size or fit is chosen.',
            },
          ]
        : []),
      ...(this.#grey > 0 && this.#colour > 0 && channels === 3
        ? [
            {
              severity: 'info' as const,
              message: `Grey images: ${this.#grey.toLocaleString('en')} (${this.#firsts.get('grey')}), in colour: ${this.#colour.toLocaleString('en')} (${this.#firsts.get('colour')}): to a network all are in colour.`,
              hint: 'On the page of the dataset grey is chosen for all.',
            },
          ]
        : []),
    ];
  }

  sizes(): { width: number; height: number; count: number }[] {
    return [...this.#counts]
      .map(([key, count]) => {
        const [width = 1, height = 1] = key.split(' × ').map(Number);
        return { width, height, count };
      })
      .sort((a, b) => b.count - a.count);
  }

  text(): string {
    const sizes = this.sizes();
    const shown = sizes.slice(0, shownSizes).map(({ width, height }) => `${width} × ${height}`);
    const more = sizes.length - shown.length;
    return `${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} other sizes` : ''}, ${this.allGrey ? 'grey' : 'colour'}`;
  }
}

export function guessSize(tally: SizeTally): ImageSize {
  const sizes = tally.sizes();
  const [first = { width: standardSide, height: standardSide }] = sizes;
  const channels = tally.allGrey ? 1 : 3;
  const proportions = sizes.map(({ width, height }) => width / height);
  const isOneShape = Math.max(...proportions) / Math.min(...proportions) < sameProportions;
  const largest = Math.max(first.width, first.height);
  if (sizes.length === 1 && largest <= largestAsIs)
    return { width: first.width, height: first.height, channels, fit: 'stretch' };
  if (!isOneShape) return { width: standardSide, height: standardSide, channels, fit: 'crop' };
  const scale = Math.min(1, standardSide / largest);
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { width: side(first.width), height: side(first.height), channels, fit: 'stretch' };
}
