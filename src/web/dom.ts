/** Elements of the page in the shape in which they nest. */

type Attributes = Readonly<Record<string, string | boolean>>;

/** @param attributes `true` sets an attribute without a value, `false` leaves it out */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children);
  return made;
}

/** Changes the text where it is another: what stays need not be laid out and painted anew. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** A part of the page under a heading that names it. */
export function section(name: string, heading: string, ...children: readonly (Node | string)[]): HTMLElement {
  const id = `${name}-heading`;
  return element(
    'section',
    { class: name, 'aria-labelledby': id },
    element('h2', { id }, heading),
    ...children,
  );
}
