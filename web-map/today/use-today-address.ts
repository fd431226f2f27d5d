import { useCallback, useEffect, useMemo, useState } from "react";
import { readTodayAddress, type TodayAddress, writeTodayAddress } from "./today-address.js";

/** The page's part of the address bar: read, followed through Back and Forward, and changed in place. */
export function useTodayAddress() {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const follow = () => {
      setSearch(location.search);
    };
    addEventListener("popstate", follow);
    return () => {
      removeEventListener("popstate", follow);
    };
  }, []);
  const read = useMemo(() => readTodayAddress(search), [search]);
  const change = useCallback((changes: Partial<TodayAddress>) => {
    const { address } = readTodayAddress(location.search);
    const next = writeTodayAddress({ ...address, ...changes });
    history.replaceState(null, "", `${location.pathname}${next}${location.hash}`);
    setSearch(next);
  }, []);
  return { ...read, change };
}
