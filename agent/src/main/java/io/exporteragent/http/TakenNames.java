package io.exporteragent.http;

import io.exporteragent.gather.Family;
import io.exporteragent.gather.FamilyNames;

/** Lets of all families that would clash on a page only the first onto it. */
final class TakenNames {
  private final FamilyNames<String> names = new FamilyNames<>();
  private final RefusedFamilies refused;

  TakenNames(RefusedFamilies refused) {
    this.refused = refused;
  }

  /** Takes the names of a family, or tells why it must be left out. */
  boolean take(Family family) {
    String owner = names.ownerOf(family.name(), family.type());
    if (owner != null) {
      refused.tell(family.name(), "'" + owner + "' already uses one of its names");
      return false;
    }
    names.take(family.name(), family.type(), family.name());
    return true;
  }
}
