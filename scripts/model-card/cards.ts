/** What no measurement says: the words of the model cards, by bundled name. */
export interface CardText {
  readonly purpose: string;
  readonly recipe: string;
  readonly limits: string;
}

export const INTRODUCTION = `# The bundled networks

Written by \`npm run model-card\`; every figure below is measured by it on MNIST's 10,000 test digits. Recipes, epochs and seeds
were chosen by 5,000 held-out digits of the training split alone; the test digits were never trained on, and were looked at
once, after both networks were finished, for these figures.

Licence: the weights are under the project's MIT licence. MNIST (Y. LeCun, C. Cortes, C. J. C. Burges) is under CC BY-SA 3.0,
see [data/README.md](../data/README.md).

\`three-layer.json\`, \`and.json\`, \`nand.json\`, \`or.json\` and \`xor.json\` are the book's small examples, set by hand.
`;

const LIMITS = `**What it is bad at.** It has seen single digits in MNIST's form alone: 28 × 28, light on dark, about 20 px high, centred by
mass, written by Americans of around 1990 (a crossed 7 and a 1 with a flag and foot are rare). It has no answer for "no
digit": letters, blots and several digits at once get a digit too, sometimes a confident one. Confidence is calibrated on
MNIST; on other pictures it is too high.`;

export const cards: ReadonlyMap<string, CardText> = new Map([
  [
    'book',
    {
      purpose: `The default: the network of the book's chapter 3, small enough to follow by hand, and fast. For reading single digits and for
learning how such a network works.`,
      recipe: `Adam in batches of 100 with a cosine schedule over 600 epochs, cross-entropy; each digit of each epoch turned, scaled, sheared,
shifted and bent a little, its strokes made thicker or thinner, and one in three given noise; in the last tenth three tenths
as far. The exact figures are in the file's metadata and in \`scripts/train/recipes.ts\`.`,
      limits: LIMITS,
    },
  ],
  [
    'large',
    {
      purpose: `For accuracy: twenty times the parameters, still only dense layers. \`mnn eval --weights large\`.`,
      recipe: `Taught by a small convolutional network (5 × 5 × 16, 5 × 5 × 32, each pooled, then 128; trained first, by the same command, and
not shipped): nine tenths of its target are the teacher's probabilities at temperature 2, for the same distorted digit. Adam
in batches of 100 with a cosine schedule over 60 epochs; distortions stronger than \`book\`'s, three tenths as far in the last
six. The exact figures are in the file's metadata and in \`scripts/train/recipes.ts\`.`,
      limits: LIMITS,
    },
  ],
]);
