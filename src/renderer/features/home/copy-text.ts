/**
 * Puts an element's text on the clipboard, and selects it in any case.
 * @returns whether it is on the clipboard; hosts may refuse that, and then the selection is there to be copied.
 */
export async function copyText(element: HTMLElement): Promise<boolean> {
  window.getSelection()?.selectAllChildren(element);
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return true;
  } catch {
    return false;
  }
}
