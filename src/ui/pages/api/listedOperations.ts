import type { OpenapiDocument, Operation } from '#/app/rest/openapi';

export interface ListedOperation {
  method: string;
  path: string;
  tag: string;
  operation: Operation;
  /** Lower case, for the search. */
  text: string;
}

/** In the order of the document. */
export const listedOperations = ({ paths }: OpenapiDocument): ListedOperation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      tag: operation.tags[0] ?? '',
      operation,
      text: `${method} ${path} ${operation.summary} ${operation.description ?? ''}`.toLowerCase(),
    })),
  );
