/** Arrays of images with their labels in one .npz, as Keras and MedMNIST name them. */
export interface NpzPart {
  images: string;
  labels?: string;
  split?: 'train' | 'val' | 'test';
}

const parts: (Required<NpzPart> | Omit<Required<NpzPart>, 'split'>)[] = [
  { images: 'x_train', labels: 'y_train', split: 'train' },
  { images: 'x_val', labels: 'y_val', split: 'val' },
  { images: 'x_valid', labels: 'y_valid', split: 'val' },
  { images: 'x_test', labels: 'y_test', split: 'test' },
  { images: 'train_images', labels: 'train_labels', split: 'train' },
  { images: 'val_images', labels: 'val_labels', split: 'val' },
  { images: 'test_images', labels: 'test_labels', split: 'test' },
  { images: 'images', labels: 'labels' },
];

/** `names`: without .npy. */
export function npzParts(names: readonly string[]): NpzPart[] {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  return parts.flatMap(({ images, labels, ...split }) => {
    const found = known.get(images);
    const answers = known.get(labels);
    return found === undefined
      ? []
      : [{ images: found, ...(answers !== undefined && { labels: answers }), ...split }];
  });
}
