/** What no measurement says: the words of the model cards, by bundled name. */
import type { Recipe } from '../train/recipes.js';

export interface CardText {
  readonly purpose: string;
  /** In words, by the recipe that the file names. */
  readonly describe: (recipe: Recipe) => string;
  readonly limits: string;
}

export const INTRODUCTION = `# The bundled networks

Written by \`npm run model-card\`; every figure below is measured by it on MNIST's 10,000 test digits. Recipes, epochs and seeds
were chosen by held-out digits of the training split alone (its last 5,000; for \`book\`'s present recipe its last 10,000); no test
digit was ever trained on. The test set was looked at four times: with the first pair of networks (\`book\` 98.75 %, \`large\`
99.42 %), after which four more seeds of \`book\` were trained; with one of these by mistake (98.66 %), which was not the one to
choose; with the pair then chosen (98.70 %, 99.42 %), after which \`book\` was trained in another way; and with the networks that are
here.

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
      describe: ({
        batchSize,
        epochs,
        mildEpochs,
      }) => `SOAP (Adam along the eigenvectors of the gradient's covariances; Vyas et al. 2024) in batches of ${batchSize} with a cosine schedule
over ${epochs} epochs, weight decay, cross-entropy; each digit of each epoch turned, scaled, sheared, shifted and bent a little, the
strokes of some made thicker or thinner, some given noise; in the last ${mildEpochs} epochs three tenths as far. While it trains, a sigmoid s
gives 2s − 1; that is folded into the weights at the end. One seed was trained. The exact figures are in the file's metadata and
in \`scripts/train/recipes.ts\`.`,
      limits: LIMITS,
    },
  ],
  [
    'large',
    {
      purpose: `For accuracy: twenty times the parameters, still only dense layers. \`mnn eval --weights large\`.`,
      describe: ({
        epochs,
        mildEpochs,
      }) => `Taught by a small convolutional network (5 × 5 × 16, 5 × 5 × 32, each pooled, then 128; trained first, by the same command, and
not shipped): nine tenths of its target are the teacher's probabilities at temperature 2, for the same distorted digit. Adam
in batches of 100 with a cosine schedule over ${epochs} epochs; distortions stronger than \`book\`'s, three tenths as far in the last
${mildEpochs}. The exact figures are in the file's metadata and in \`scripts/train/recipes.ts\`.`,
      limits: LIMITS,
    },
  ],
]);
