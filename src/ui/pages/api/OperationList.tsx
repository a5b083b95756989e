import styles from './ApiPage.module.css';
import type { ListedOperation } from './listedOperations';

export interface OperationListProps {
  shown: readonly ListedOperation[];
  /** The operationId. */
  chosen?: string;
  onChoose(operationId: string): void;
}

export function OperationList({ shown, chosen, onChoose }: OperationListProps) {
  if (shown.length === 0) return <p className="quiet">No address has these words.</p>;
  return (
    <nav aria-label="Addresses" className={styles.list}>
      {[...new Set(shown.map(({ tag }) => tag))].map((tag) => (
        <section key={tag}>
          <h2 className={styles.tag}>{tag}</h2>
          <ul>
            {shown
              .filter((one) => one.tag === tag)
              .map(({ method, path, operation }) => (
                <li key={operation.operationId}>
                  <button
                    type="button"
                    className={styles.operation}
                    aria-current={operation.operationId === chosen}
                    onClick={() => onChoose(operation.operationId)}
                  >
                    <span className={styles.method}>{method}</span>
                    <span className={styles.path}>{path}</span>
                    <span className={styles.summary}>{operation.summary}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
