import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { notifyError } from '#/app/stores/notices';
import styles from './HomePage.module.css';
import { SamplePreview } from './SamplePreview';
import { type Sample, samples } from './samples';

export function SampleGallery() {
  const navigate = useNavigate();
  const [opening, setOpening] = useState<string>();
  const open = async (sample: Sample) => {
    setOpening(sample.id);
    try {
      const { datasetId } = await run('datasets.sample', { sampleId: sample.id });
      await navigate({ to: '/data/$datasetId', params: { datasetId } });
    } catch (thrown) {
      notifyError(`The sample "${sample.name}" could not be opened`, thrown);
    } finally {
      setOpening(undefined);
    }
  };
  return (
    <section className={styles.samples} aria-labelledby="samples-title">
      <h2 id="samples-title">Or start from a sample</h2>
      {samples.map((sample) => (
        <button
          key={sample.id}
          type="button"
          className={styles.sample}
          disabled={opening !== undefined}
          onClick={() => open(sample)}
        >
          <SamplePreview id={sample.id} />
          <span>
            <span className={styles.sampleName}>
              {sample.name}
              <span className={styles.sampleTask}>
                {sample.task} · {sample.facts}
              </span>
            </span>
            <span className={styles.sampleAbout}>{sample.about}</span>
          </span>
        </button>
      ))}
    </section>
  );
}
