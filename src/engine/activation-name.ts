/** The names of the activation functions, apart from the functions, for those who only name them. */

/** Every {@link ActivationName}. */
export const ACTIVATION_NAMES = ['step', 'sigmoid', 'relu', 'tanh', 'identity', 'softmax'] as const;

/** The activation functions that there are, by the names that files and options give them. */
export type ActivationName = (typeof ACTIVATION_NAMES)[number];

export function isActivationName(name: string): name is ActivationName {
  return (ACTIVATION_NAMES as readonly string[]).includes(name);
}
