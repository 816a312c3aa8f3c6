// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.similaritems;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.openpersonalize.core.artifact.ModelWriter;
import org.openpersonalize.core.artifact.Tensor;
import org.openpersonalize.core.blend.BlendFamily;
import org.openpersonalize.core.blend.BlendModel;
import org.openpersonalize.core.blend.BlendParameters;
import org.openpersonalize.core.family.Cost;
import org.openpersonalize.core.family.Families;
import org.openpersonalize.core.family.Model;
import org.openpersonalize.core.family.ModelFamily;
import org.openpersonalize.core.family.ModelParameters;
import org.openpersonalize.core.family.ModelParts;
import org.openpersonalize.core.metadata.MetadataFamily;
import org.openpersonalize.core.metadata.MetadataParameters;
import org.openpersonalize.core.recipe.Hyperparameter;
import org.openpersonalize.core.recipe.Hyperparameters;
import org.openpersonalize.core.recipe.Knobs;
import org.openpersonalize.core.tuning.FamilySearch;
import org.openpersonalize.core.tuning.RefinableFamily;
import org.openpersonalize.core.tuning.Refinement;
import org.openpersonalize.core.tuning.SearchSpace;
import org.openpersonalize.core.tuning.SearchedFamily;
import org.openpersonalize.core.tuning.Session;

/**
 * The files of the blend, {@code similar-items.safetensors} with {@code users_per_item} [I], and those of the metadata, their
 * names beginning with {@code cold.}, where the blend has none.
 */
public final class SimilarItemsFamily extends ModelFamily<SimilarItemsParameters, SimilarItemsModel>
    implements RefinableFamily, SearchedFamily {
  /** As it stands in manifests and on the command line. */
  public static final String NAME = "similar-items";

  private static final String FILE = "similar-items.safetensors";
  private static final String USERS = "users_per_item";
  private static final String COLD = "cold.";

  private final BlendFamily blends;

  /** @param families among which is that of blends */
  public SimilarItemsFamily(Families families) {
    this((BlendFamily) families.named(BlendFamily.NAME));
  }

  SimilarItemsFamily(BlendFamily blends) {
    super(
        NAME,
        SimilarItemsParameters.DEFAULT,
        SimilarItemsParameters.class,
        SimilarItemsModel.class);
    this.blends = blends;
  }

  @Override
  public SimilarItemsParameters of(Hyperparameters knobs) {
    SimilarItemsParameters parameters = knobs.has(Knobs.POPULARITY_DISCOUNT_FACTOR)
        ? new SimilarItemsParameters(
            defaults().blend(), knobs.real(Knobs.POPULARITY_DISCOUNT_FACTOR))
        : defaults();
    return knobs.integer(Knobs.ITEM_ID_HIDDEN_DIM).map(parameters::withRank).orElse(parameters);
  }

  @Override
  public SimilarItemsParameters of(Map<String, String> settings) {
    Map<String, String> ofBlend = new LinkedHashMap<>(settings);
    String discount = ofBlend.remove(SimilarItemsParameters.POPULARITY_DISCOUNT);
    SimilarItemsParameters parameters =
        ofBlend.isEmpty() ? defaults() : defaults().withBlend(blends.of(ofBlend));
    return discount == null
        ? parameters
        : parameters.with(SimilarItemsParameters.POPULARITY_DISCOUNT, discount);
  }

  @Override
  protected Map<Hyperparameter, String> knobsOf(SimilarItemsParameters parameters) {
    return parameters.rank().isPresent()
        ? Map.of(Knobs.ITEM_ID_HIDDEN_DIM, Integer.toString(parameters.rank().getAsInt()))
        : Map.of();
  }

  @Override
  public Refined refine(ModelParameters parameters, Model model, Refinement task) {
    SimilarItemsParameters of = (SimilarItemsParameters) parameters;
    SimilarItemsModel trained = (SimilarItemsModel) model;
    Refined refined = blends.refine(of.blend(), trained.blend(), task);
    return new Refined(
        of.withBlend((BlendParameters) refined.parameters()),
        trained.with((BlendModel) refined.model()));
  }

  /** Only where the recipe has its knobs. */
  @Override
  public FamilySearch search(Session session, SearchSpace space) {
    return space.has(Knobs.ITEM_ID_HIDDEN_DIM)
        ? new SimilarItemsSearch(session, space, this)
        : Optional::empty;
  }

  @Override
  protected Cost costOf(SimilarItemsParameters parameters) {
    return blends.cost(parameters.blend());
  }

  @Override
  protected void writeModel(
      ModelWriter writer, String prefix, SimilarItemsParameters parameters, SimilarItemsModel model)
      throws IOException {
    blends.write(writer, prefix, parameters.blend(), model.blend());
    writer.writeTensors(
        prefix + FILE, Map.of(USERS, new Tensor.Ints(model.users(), model.itemCount())));
    if (SimilarItemsTrainer.metadataOf(model.blend()).isEmpty()) {
      MetadataFamily.INSTANCE.write(
          writer, prefix + COLD, MetadataParameters.DEFAULT, model.metadata());
    }
  }

  @Override
  protected SimilarItemsModel readModel(
      ModelParts parts, String prefix, SimilarItemsParameters parameters) throws IOException {
    BlendModel blend = blends.read(parts, prefix, parameters.blend());
    Optional<? extends Model> ofBlend = SimilarItemsTrainer.metadataOf(blend);
    Model metadata = ofBlend.isPresent()
        ? ofBlend.get()
        : MetadataFamily.INSTANCE.read(parts, prefix + COLD, MetadataParameters.DEFAULT);
    int[] users = parts.tensors(prefix + FILE).ints(USERS, parts.items()).values();
    return new SimilarItemsModel(blend, metadata, users, parameters.popularityDiscount());
  }
}
