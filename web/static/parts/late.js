// @ts-check
import { useEffect, useState } from "../lib/ui.js";

const LATE_MS = 200;

/** Shows its children only after a while: what comes at once needs no word that it is coming. @param {{ children?: any }} props */
export function Late({ children }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), LATE_MS);
    return () => clearTimeout(timer);
  }, []);
  return late ? children : null;
}
