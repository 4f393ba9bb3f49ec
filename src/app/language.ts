import { isLanguage, type Language, languageOf } from '../words/language.ts';

/** In the local storage, which can be read before anything else of the page is there. */
const KEY = 'language';

/** As somebody chose it on an earlier visit, else as the browser is set. */
export function wishedLanguage(): Language {
  const stored = storedLanguage();
  return stored ?? languageOf(navigator.languages);
}

/** Keeps the choice for the next load of the page. @returns whether the browser does. */
export function storeLanguage(language: Language): boolean {
  try {
    localStorage.setItem(KEY, language);
    return true;
  } catch {
    return false;
  }
}

function storedLanguage(): Language | undefined {
  try {
    const stored = localStorage.getItem(KEY);
    return isLanguage(stored) ? stored : undefined;
  } catch {
    // Private windows and policies may deny it.
    return undefined;
  }
}
