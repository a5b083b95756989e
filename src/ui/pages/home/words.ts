/** The first words. The build also writes them into index.html, so they are there before the program is. */
export const firstWords = {
  title: 'Drop your data, leave with a model',
  text: 'It is read, trained on your own GPU and answered in this page. Nothing is installed, nothing is uploaded.',
} as const;
