/** A web application on servers of several kinds and versions. */
package io.exporteragent.web;
