package io.exporteragent.model;

/**
 * A family that was checked when it was made: its names and values are legal, and no two points
 * have the same labels. So its points can be handed on one by one, however many there are, where
 * those of others must be held back until the last one has turned out to be legal.
 */
public interface CheckedFamily extends Family {}
