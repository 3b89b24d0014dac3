/**
 * Test support that more than one module uses: servers, programs, pages and patience. Tests alone
 * depend on it; it is part of no released jar.
 */
package io.exporteragent.testing;
