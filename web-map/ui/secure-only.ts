/**
 * What browsers keep for pages from https or localhost, asked for here and nowhere else: a service
 * on an office network is often opened over plain http, where these are missing or always refuse.
 * https://developer.mozilla.org/docs/Web/Security/Secure_Contexts/features_restricted_to_secure_contexts
 */
export const isSecure = (): boolean => globalThis.isSecureContext;

/** False when the browser does not let the page write to the clipboard. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export type LocateFault = "locateInsecure" | "locateDenied" | "locateUnavailable" | "locateTimeout";

export type Located =
  | { at: [number, number]; accuracyMetres: number; fault?: undefined }
  | { fault: LocateFault };

const FAULTS: Record<number, LocateFault> = {
  1: "locateDenied",
  2: "locateUnavailable",
  3: "locateTimeout",
};

/** Where this device is. Why not is a key of our own words: the browser's are in its language. */
export function locate(): Promise<Located> {
  if (!isSecure()) return Promise.resolve({ fault: "locateInsecure" });
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        resolve({
          at: [coords.longitude, coords.latitude],
          accuracyMetres: coords.accuracy,
        });
      },
      (error) => {
        resolve({ fault: FAULTS[error.code] ?? "locateUnavailable" });
      },
      { enableHighAccuracy: true, timeout: 8000, maximumAge: 30_000 },
    );
  });
}
