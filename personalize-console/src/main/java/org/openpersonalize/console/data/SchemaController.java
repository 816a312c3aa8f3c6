// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import java.util.Map;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.console.group.Groups;
import org.openpersonalize.console.page.SeeOther;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.ingest.dataset.SchemaExtension;
import org.openpersonalize.ingest.dataset.SchemaExtension.ExtendSchema;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Gives a dataset more columns: its schema is written anew, with the one it has to begin with. */
@Controller
@RequestMapping("/console/groups/{group}/data/{type:ITEMS|USERS}/schema")
class SchemaController {
  private static final String VIEW = "console/data/schema";

  private final Groups groups;
  private final DatasetDetails details;
  private final SchemaExtension extension;
  private final Forms forms;

  SchemaController(Groups groups, DatasetDetails details, SchemaExtension extension, Forms forms) {
    this.groups = groups;
    this.details = details;
    this.extension = extension;
    this.forms = forms;
  }

  @GetMapping
  ModelAndView form(@PathVariable String group, @PathVariable String type) {
    Group of = groups.named(group);
    String schema = details.schema(dataset(of, type)).schema();
    return new ModelAndView(VIEW, model(of, type, "", schema));
  }

  private static Arn dataset(Group group, String type) {
    return group.arn().sibling(ResourceType.DATASET, group.name() + "/" + type);
  }

  private static Map<String, Object> model(Group group, String type, String name, String schema) {
    return Map.of(
        "group", group,
        "type", DatasetType.valueOf(type),
        "name", name,
        "schema", schema);
  }

  @PostMapping
  ModelAndView extend(
      @PathVariable String group,
      @PathVariable String type,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String schema) {
    Group of = groups.named(group);
    Submission<?> sent = forms.send(
        new ExtendSchema(dataset(of, type), name.strip(), schema.strip()), extension::extend);
    return sent.isRefused()
        ? Forms.refused(VIEW, model(of, type, name, schema), sent.errors())
        : SeeOther.to(of.path("/data/" + type + "#columns"));
  }
}
