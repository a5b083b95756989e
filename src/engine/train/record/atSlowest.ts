/** Reading and preparing so many stored bytes, or writing them, on the slowest machine: in milliseconds. */
export const atSlowest = (bytes: number): number => bytes / 500;
