// @ts-check
// From one trajectory back to the list it was found in, with its filters.

const KEY = "embrace3k-list";

export const rememberList = () => sessionStorage.setItem(KEY, location.search);
export const listAddress = () => `/trajectories${sessionStorage.getItem(KEY) ?? ""}`;
