import { z } from 'zod';

export const fileSchema = z
  .custom<File>((value) => value instanceof Blob && 'name' in value, 'expected a File')
  .meta({ title: 'File' });
